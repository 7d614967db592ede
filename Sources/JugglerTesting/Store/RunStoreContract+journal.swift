import JSON
import Juggler

extension RunStoreContract {
  static let journalChecks = [
    Check("keeps each run's entries in their order") { store in
      let (a, b) = (SampleRun(0), SampleRun(1))
      try await store.append([a.started, b.started, a.step("1")], by: nil)
      try await store.append([b.step("x"), a.step("2")], by: nil)
      try await expect(names(store.history(of: a.id)), is: ["1", "2"], "steps of the first run")
      try await expect(names(store.history(of: b.id)), is: ["x"], "steps of the second run")
    },
    Check("gives back every kind of entry as it was") { store in
      let (run, other) = (SampleRun(0), SampleRun(1))
      let scope = StepID.Scope.root
        .appending(.iteration(3)).appending(.attempt(2)).appending(.visit(1)).appending(.call("/use/functions/f#1"))
      let id = StepID(task: "/do/0/a#b~1c", scope: scope)
      let fault = Fault(.communication, status: 503, title: "Down", detail: "no \"answer\"", instance: "/do/0")
      let payload: JSONValue = [
        "text": "grüße 🍳\u{0}\n", "list": [1, 2.5, -0.0, .null, true, [:], []], "big": 9_223_372_036_854_775_807,
      ]
      var started = run
      started.start.input = payload
      started.start.tags = ["team": "kitchen", "": "empty"]
      let entries = [
        started.started, run.step("plain"),
        run.entry(.stepEnded(id, .completed(payload))), run.entry(.stepEnded(id, .faulted(fault))),
        run.entry(.stepEnded(id, .faulted(Fault(type: "urn:bare", status: 400)))),
        run.entry(.timerSet(id, wakesAt: Timestamp(nanoseconds: .max))), run.entry(.childStarted(id, other.id)),
        run.entry(.signalReceived(Signal(name: "approved", payload: payload))),
        run.moved(.waiting, wakesAt: contractStart), run.moved(.waiting), run.moved(.running), run.moved(.suspended),
        run.entry(.halted(fault)), run.entry(.runEnded(.faulted(fault))),
        run.entry(.retried(forgetting: [id, StepID(task: "/x")])),
        run.entry(.retried(forgetting: [])), run.entry(.runEnded(.cancelled)),
        run.entry(.runEnded(.continued(as: other.id))), run.entry(.runEnded(.completed(payload))),
      ]
      try await store.append(entries, by: nil)
      let journal = try await store.history(of: run.id)
      try expect(journal.count, is: entries.count, "number of entries")
      for (found, expected) in zip(journal, entries) { try expect(found.text, is: expected.text, "entry") }
    },
    Check("keeps steps of every size") { store in
      let run = SampleRun()
      let sizes = [0, 1, 100, 4095, 4096, 4097, 70_000, 1_000_000]
      let texts = sizes.map { String(repeating: "ä", count: $0 / 2) }
      try await store.append([run.started] + texts.map { run.step("s", .string($0)) }, by: nil)
      let outputs = try await store.history(of: run.id).compactMap { entry -> JSONValue? in
        if case .stepEnded(_, .completed(let output)) = entry.kind { output } else { nil }
      }
      try expect(outputs.count, is: sizes.count, "number of steps")
      for (output, text) in zip(outputs, texts) {
        try expect(output == .string(text), "a text of \(text.utf8.count) bytes came back changed")
      }
    },
    Check("reads a journal on from its end") { store in
      let (run, other) = (SampleRun(0), SampleRun(1))
      try await store.append([run.started, other.started, run.step("1")], by: nil)
      let first = try await store.journal(of: run.id, after: 0, limit: 10)
      try expect(first.next, is: nil, "what follows")
      var page = try await store.journal(of: run.id, after: first.end, limit: 10)
      try expect(page.entries.count, is: 0, "entries behind the end")
      try await store.append([other.step("x"), run.step("2"), run.step("3")], by: nil)
      page = try await store.journal(of: run.id, after: page.end, limit: 1)
      try expect(names(page.entries), is: ["2"], "what came")
      try expect(page.next, is: page.end, "where it goes on")
      page = try await store.journal(of: run.id, after: page.end, limit: 10)
      try expect(names(page.entries), is: ["3"], "what came last")
    },
    Check("pages a journal") { store in
      let (run, other) = (SampleRun(0), SampleRun(1))
      try await store.append([run.started, other.started], by: nil)
      for number in 1...9 { try await store.append([run.step("\(number)"), other.step("other")], by: nil) }
      for limit in [1, 3, 10, 11, 1000] {
        var found: [JournalEntry] = []
        var position: Int64? = 0
        while let start = position {
          let page = try await store.journal(of: run.id, after: start, limit: limit)
          try expect(page.entries.count <= limit, "a page of \(page.entries.count) where \(limit) were asked for")
          try expect(page.next != start, "a page that leads back to itself")
          found += page.entries
          position = page.next
        }
        try expect(names(found), is: (1...9).map { "\($0)" }, "steps in pages of \(limit)")
        try expect(found.count, is: 10, "entries in pages of \(limit)")
      }
    },
    Check("knows no journal of a run that never started") { store in
      let id = SampleRun().id
      try await expect(store.history(of: id).count, is: 0, "entries")
      try await expect(store.run(id), is: nil, "record")
    },
    Check("ignores the start of a run that exists") { store in
      let run = SampleRun()
      try await store.append([run.started, run.step("1")], by: nil)
      try await store.append([run.started], by: nil)
      try await expect(store.run(run.id)?.input, is: run.start.input, "input")
      try await expect(names(store.history(of: run.id)), is: ["1"], "steps")
    },
    Check("lists steps in pages") { store in
      let run = SampleRun()
      let entries = (0..<25).flatMap { number in
        [run.entry(.timerSet(StepID(task: "t\(number)"), wakesAt: contractStart)), run.step("\(number)", "out")]
      }
      try await store.append([run.started] + entries, by: nil)
      var steps: [StepRecord] = []
      var cursor: String?
      repeat {
        let page = try await store.steps(of: run.id, after: cursor, limit: 10)
        steps += page.items
        cursor = page.nextCursor
      } while cursor != nil
      try expect(steps.map(\.id.task), is: (0..<25).map { "\($0)" }, "steps")
      try expect(steps.first?.startedAt, is: run.createdAt + .milliseconds(10), "start of a step")
      try expect(steps.first?.endedAt, is: run.createdAt + .milliseconds(20), "end of a step")
    },
  ]

  static let recordChecks = [
    Check("makes a record of a start") { store in
      let parent = RunID()
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(60))
      let run = SampleRun(5) {
        $0.parent = parent
        $0.forkedFrom = parent
        $0.continues = parent
        $0.tags = ["a": "b"]
        $0.priority = -3
        $0.concurrencyKey = "customer-7"
      }
      try await store.append([run.started], by: owner)
      let expected = RunRecord(
        id: run.id, workflow: run.start.workflow, digest: run.start.digest, status: .running, input: run.start.input,
        createdAt: run.createdAt, startedAt: run.createdAt, parent: parent, forkedFrom: parent, continues: parent,
        tags: ["a": "b"], priority: -3, concurrencyKey: "customer-7", owner: owner)
      try await expect(store.run(run.id), is: expected, "record")
    },
    Check("follows a run through its statuses") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(60))
      let run = SampleRun { $0.status = .pending }
      var expected = RunRecord(run.started, by: owner)
      let moves = [
        run.started, run.moved(.running), run.moved(.waiting, wakesAt: contractStart + .seconds(9)),
        run.moved(.running), run.moved(.suspended), run.moved(.pending), run.moved(.running),
        run.entry(.halted(Fault(.configuration, detail: "no definition"))), run.moved(.pending), run.moved(.running),
        run.ended(.faulted(Fault(.runtime, detail: "burnt"))), run.entry(.retried(forgetting: [])),
        run.moved(.running), run.ended(.completed(["n": 1]), at: 77),
      ]
      for move in moves {
        try await store.append([move], by: owner)
        expected?.apply(move)
        try await expect(store.run(run.id), is: expected, "record after \(move.kind)")
      }
      try await expect(store.run(run.id)?.endedAt, is: contractStart + .seconds(77), "end")
      try await expect(store.run(run.id)?.output, is: ["n": 1], "output")
    },
    Check("records a fault and a successor") { store in
      let fault = Fault(.timeout, title: "Late", detail: "1 s", instance: "/do/0")
      let (faulted, continued) = (SampleRun(0), SampleRun(1))
      try await store.append([faulted.started, continued.started], by: nil)
      try await store.append([faulted.ended(.faulted(fault)), continued.ended(.continued(as: faulted.id))], by: nil)
      try await expect(store.run(faulted.id)?.error, is: fault, "error")
      try await expect(store.run(faulted.id)?.status, is: .faulted, "status")
      try await expect(store.run(continued.id)?.continuedAs, is: faulted.id, "successor")
      try await expect(store.run(continued.id)?.status, is: .completed, "status of a continued run")
    },
    Check("starts one run for an idempotency key of a workflow") { store in
      func keyed(_ seconds: Int, _ name: String = "sample") -> SampleRun {
        SampleRun(seconds, name: name) { $0.idempotencyKey = "key" }
      }
      let (first, second, other) = (keyed(0), keyed(1), keyed(2, "other"))
      try await expect(store.start(first.started, by: nil), is: first.id, "first start")
      try await expect(store.start(second.started, by: nil), is: first.id, "second start")
      try await expect(store.start(other.started, by: nil), is: other.id, "start of another workflow")
      try await expect(store.run(second.id), is: nil, "record of the second start")
      try await expect(store.run(first.id)?.idempotencyKey, is: "key", "key")
      try await store.append([first.ended()], by: nil)
      try await expect(store.start(second.started, by: nil), is: first.id, "start after the end")
    },
  ]
}
