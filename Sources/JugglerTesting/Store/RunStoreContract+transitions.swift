import JSON
import Juggler

extension RunStoreContract {
  static let transitionChecks = [
    Check("moves a run that nobody drives, from the statuses named and no other") { store in
      let run = SampleRun()
      try await store.append([run.started, run.moved(.waiting)], by: nil)
      try await expect(
        store.transition(run.moved(.suspended), from: [.pending, .running]), is: false, "from another status")
      try await expect(store.run(run.id)?.status, is: .waiting, "status")
      try await expect(store.history(of: run.id).count, is: 2, "entries")
      try await expect(
        store.transition(run.moved(.suspended), from: [.pending, .waiting]), is: true, "from its status")
      try await expect(store.run(run.id)?.status, is: .suspended, "status")
      try await expect(store.history(of: run.id).count, is: 3, "entries")
      try await expect(
        store.transition(SampleRun(9).moved(.suspended), from: Set(RunStatus.allCases)), is: false, "of no run")
    },
    Check("moves no run that somebody drives") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(60))
      let run = SampleRun()
      try await store.append([run.started], by: owner)
      try await expect(store.transition(run.ended(.cancelled), from: [.running]), is: false, "while driven")
      try await store.append([run.moved(.waiting)], by: owner)
      try await expect(store.transition(run.ended(.cancelled), from: [.waiting]), is: true, "once it is let go")
      try await expect(store.run(run.id)?.status, is: .cancelled, "status")
    },
    Check("lets one of many win a transition") { store in
      let run = SampleRun()
      try await store.append([run.started, run.moved(.suspended)], by: nil)
      let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<20 { group.addTask { try await store.transition(run.moved(.pending), from: [.suspended]) } }
        var wins = 0
        while let won = try await group.next() { wins += won ? 1 : 0 }
        return wins
      }
      try expect(wins, is: 1, "winners")
      try await expect(store.history(of: run.id).count, is: 3, "entries")
    },
    Check("brings an ended run back") { store in
      let run = SampleRun()
      try await store.append([run.started, run.ended(.faulted(Fault(.runtime, detail: "burnt")))], by: nil)
      let retried = run.entry(.retried(forgetting: [StepID(task: "/a")]))
      try await expect(store.transition(retried, from: [.faulted]), is: true, "retry")
      let record = try await store.run(run.id)
      try expect(record?.status, is: .pending, "status")
      try expect(record?.error, is: nil, "error")
      try expect(record?.endedAt, is: nil, "end")
      try await expect(store.transition(retried, from: [.faulted]), is: false, "second retry")
    },
    Check("keeps the strongest request until it is met") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(60))
      let run = SampleRun()
      try await store.append([run.started], by: owner)
      try await expect(store.requests(to: owner), is: [:], "requests at first")
      for (request, kept) in [(RunRequest.wake, RunRequest.wake), (.suspend, .suspend), (.wake, .suspend)] {
        try await expect(store.request(request, of: run.id), is: true, "request \(request)")
        try await expect(store.requests(to: owner), is: [run.id: kept], "requests")
      }
      try await store.clear(.wake, of: run.id)
      try await expect(store.requests(to: owner), is: [run.id: .suspend], "after clearing another")
      try await store.append([run.moved(.suspended)], by: owner)
      try await expect(store.run(run.id)?.request, is: nil, "request once suspended")
      try await expect(store.request(.cancel, of: run.id), is: true, "request of a suspended run")
      try await store.append([run.ended(.cancelled)], by: owner)
      try await expect(store.run(run.id)?.request, is: nil, "request once cancelled")
      try await expect(store.request(.cancel, of: run.id), is: false, "request of an ended run")
      try await expect(store.request(.cancel, of: RunID()), is: false, "request of no run")
    },
    Check("keeps a request of a run that is let go to wait") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(60))
      let run = SampleRun()
      try await store.append([run.started], by: owner)
      _ = try await store.request(.cancel, of: run.id)
      try await store.append([run.moved(.waiting)], by: owner)
      let due = try await store.claimDueRuns(for: owner, at: contractStart, limit: 10)
      try expect(due.map(\.request), is: [.cancel], "requests of due runs")
      try await store.clear(.cancel, of: run.id)
      try await expect(store.requests(to: owner), is: [:], "requests after clearing")
    },
    Check("wakes a parent when its child ends, and a run that gets a signal") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(60))
      let (parent, signalled) = (SampleRun(0), SampleRun(1))
      let child = SampleRun(2) { $0.parent = parent.id }
      let orphan = SampleRun(3) { $0.parent = RunID() }
      try await store.append([parent, signalled, child, orphan].map(\.started), by: owner)
      try await store.append([parent.moved(.waiting), signalled.moved(.waiting)], by: owner)
      try await expect(store.claimDueRuns(for: owner, at: contractStart, limit: 10).count, is: 0, "due at first")
      try await store.append([child.ended(), orphan.ended()], by: owner)
      try await store.append([signalled.entry(.signalReceived(Signal(name: "go", payload: 1)))], by: nil)
      let due = try await store.claimDueRuns(for: owner, at: contractStart, limit: 10)
      try expect(due.map(\.id), is: [parent.id, signalled.id], "due then")
      try expect(due.map(\.request), is: [.wake, .wake], "requests")
      try await expect(store.requests(to: owner), is: [parent.id: .wake, signalled.id: .wake], "requests to the owner")
    },
  ]

  static let retentionChecks = [
    Check("prunes what ended long ago") { store in
      let runs = (0..<6).map { SampleRun($0, name: $0 == 5 ? "other" : "sample") }
      try await store.append(runs.map(\.started), by: nil)
      try await store.append(
        [
          runs[0].ended(at: 10), runs[1].ended(.cancelled, at: 11),
          runs[2].ended(.faulted(Fault(.runtime, detail: nil)), at: 12),
          runs[3].ended(at: 20), runs[5].ended(at: 9),
        ], by: nil)
      func left() async throws -> [Int] {
        var left: [Int] = []
        for (number, run) in runs.enumerated() {
          let (record, journal) = (try await store.run(run.id), try await store.history(of: run.id))
          try expect((record != nil) == !journal.isEmpty, "record and journal of run \(number) disagree")
          if record != nil { left.append(number) }
        }
        return left
      }
      let before = contractStart + .seconds(20)
      var retention = Retention(
        endedBefore: before, statuses: [.completed, .cancelled],
        workflow: Retention.WorkflowName(namespace: "contract", name: "sample"))
      try await expect(store.prune(retention, limit: 1), is: 1, "pruned, one at most")
      try await expect(left(), is: [1, 2, 3, 4, 5], "left")
      try await expect(store.prune(retention, limit: 10), is: 1, "pruned")
      try await expect(left(), is: [2, 3, 4, 5], "left")
      retention.workflow = nil
      retention.statuses = [.completed, .faulted, .running]
      try await expect(store.prune(retention, limit: 10), is: 2, "pruned of every workflow")
      try await expect(left(), is: [3, 4], "left")
      try await expect(store.prune(retention, limit: 10), is: 0, "pruned at last")
    },
    Check("does not prune a run that was brought back") { store in
      let run = SampleRun()
      try await store.append([run.started, run.ended(at: 1)], by: nil)
      _ = try await store.transition(run.entry(.retried(forgetting: [])), from: [.completed])
      try await expect(
        store.prune(Retention(endedBefore: contractStart + .seconds(100)), limit: 10), is: 0, "pruned")
    },
    Check("lets a key be used again once its run is pruned") { store in
      let (first, second) = (SampleRun(0) { $0.idempotencyKey = "k" }, SampleRun(1) { $0.idempotencyKey = "k" })
      _ = try await store.start(first.started, by: nil)
      try await store.append([first.ended()], by: nil)
      _ = try await store.prune(Retention(endedBefore: contractStart + .seconds(100)), limit: 10)
      try await expect(store.start(second.started, by: nil), is: second.id, "second start")
    },
  ]
}
