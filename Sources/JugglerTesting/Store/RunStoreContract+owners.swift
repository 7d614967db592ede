import Juggler

extension RunStoreContract {
  static let ownerChecks = [
    Check("gives each owner a greater id") { store in
      var last = try await store.register(owner: "a", until: contractStart)
      for _ in 0..<3 {
        try await store.unregister(last)
        let next = try await store.register(owner: "a", until: contractStart)
        try expect(next > last, "\(next) after \(last)")
        last = next
      }
    },
    Check("refuses the entries of an evicted owner") { store in
      let old = try await store.register(owner: "old", until: contractStart + .seconds(10))
      let run = SampleRun()
      try await store.append([run.started, run.step("1")], by: old)
      try await expect(store.evictOwners(expiredAt: contractStart + .seconds(9)), is: [], "evicted too early")
      try await expect(store.evictOwners(expiredAt: contractStart + .seconds(10)), is: [old], "evicted")
      try await expectFenced("append") { try await store.append([run.step("2")], by: old) }
      try await expectFenced("start") { _ = try await store.start(SampleRun(1).started, by: old) }
      try await expectFenced("renewal") { try await store.renew(old, until: contractStart + .seconds(99)) }
      try await expectFenced("claim of due runs") {
        _ = try await store.claimDueRuns(for: old, at: contractStart, limit: 1)
      }
      try await expectFenced("claim") { _ = try await store.claim(run.id, for: old) }
      try await expect(names(store.history(of: run.id)), is: ["1"], "steps")
      try await expect(store.run(run.id)?.owner, is: nil, "owner")
    },
    Check("refuses all of a batch or nothing") { store in
      let (old, new) = (SampleRun(0), SampleRun(1))
      let owner = try await store.register(owner: "old", until: contractStart)
      try await store.append([old.started], by: owner)
      try await store.unregister(owner)
      try await expectFenced("append") {
        try await store.append([new.started, new.step("1"), old.step("1")], by: owner)
      }
      try await expect(store.run(new.id), is: nil, "record")
      try await expect(store.history(of: new.id).count, is: 0, "entries")
    },
    Check("prolongs a lease") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(10))
      try await store.renew(owner, until: contractStart + .seconds(20))
      try await expect(store.evictOwners(expiredAt: contractStart + .seconds(19)), is: [], "evicted")
      try await expect(
        store.owners(), is: [Owner(id: owner, name: "a", expiresAt: contractStart + .seconds(20))], "owners")
      // Late, but nobody took notice.
      try await store.renew(owner, until: contractStart + .seconds(30))
    },
    Check("frees the runs of an owner that leaves") { store in
      let (a, b) = (
        try await store.register(owner: "a", until: contractStart + .seconds(10)),
        try await store.register(owner: "b", until: contractStart + .seconds(10))
      )
      let (mine, other) = (SampleRun(0), SampleRun(1))
      try await store.append([mine.started], by: a)
      try await store.append([other.started], by: b)
      try await store.unregister(a)
      try await store.unregister(a)
      try await expect(store.run(mine.id)?.owner, is: nil, "owner")
      try await expect(store.run(other.id)?.owner, is: b, "owner of the other")
      try await expect(store.owners().map(\.id), is: [b], "owners")
    },
  ]

  static let claimChecks = [
    Check("gives the due runs out once, the highest priority first, then the oldest") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(10))
      let runs = (0..<6).map { number in SampleRun(number) { $0.priority = number == 4 ? 9 : 0 } }
      try await store.append(runs.map(\.started), by: nil)
      try await store.append([runs[1].ended()], by: nil)
      let first = try await store.claimDueRuns(for: owner, at: contractStart, limit: 3)
      try expect(first.map(\.id), is: [runs[4].id, runs[0].id, runs[2].id], "claimed")
      try expect(first.allSatisfy { $0.owner == owner }, "a claimed run without its owner")
      let second = try await store.claimDueRuns(for: owner, at: contractStart, limit: 3)
      try expect(second.map(\.id), is: [runs[3].id, runs[5].id], "claimed then")
      try await expect(store.claimDueRuns(for: owner, at: contractStart, limit: 3).count, is: 0, "claimed at last")
      try await expect(store.run(runs[0].id)?.owner, is: owner, "owner")
    },
    Check("gives a waiting run out when its time has come") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(1000))
      let (early, late, untimed) = (SampleRun(0), SampleRun(1), SampleRun(2))
      try await store.append([early.started, late.started, untimed.started], by: owner)
      try await store.append(
        [
          late.moved(.waiting, wakesAt: contractStart + .seconds(200)), untimed.moved(.waiting),
          early.moved(.waiting, wakesAt: contractStart + .seconds(100)),
        ], by: owner)
      func due(_ seconds: Int) async throws -> [RunID] {
        try await store.claimDueRuns(for: owner, at: contractStart + .seconds(seconds), limit: 10).map(\.id)
      }
      try await expect(store.nextWake(), is: contractStart + .seconds(100), "next wake")
      try await expect(due(99), is: [], "due at 99 s")
      try await expect(due(100), is: [early.id], "due at 100 s")
      try await expect(store.nextWake(), is: contractStart + .seconds(200), "next wake")
      try await expect(due(500), is: [late.id], "due at 500 s")
      try await expect(store.nextWake(), is: nil, "next wake")
      _ = try await store.request(.wake, of: untimed.id)
      try await expect(due(500), is: [untimed.id], "due by request")
    },
    Check("leaves suspended runs alone, unless they are to be cancelled") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(1000))
      let run = SampleRun()
      try await store.append([run.started, run.moved(.suspended)], by: nil)
      func due() async throws -> [RunID] {
        try await store.claimDueRuns(for: owner, at: contractStart, limit: 10).map(\.id)
      }
      try await expect(due(), is: [], "due")
      _ = try await store.request(.wake, of: run.id)
      try await expect(due(), is: [], "due with a wake")
      _ = try await store.request(.cancel, of: run.id)
      try await expect(due(), is: [run.id], "due with a cancel")
    },
    Check("knows that a run which a claim left is due") { store in
      let owner = try await store.register(owner: "a", until: contractStart + .seconds(1000))
      let (a, b) = (SampleRun(0), SampleRun(1))
      try await store.append([a.started, b.started], by: nil)
      try await store.append(
        [
          a.moved(.waiting, wakesAt: contractStart + .seconds(10)),
          b.moved(.waiting, wakesAt: contractStart + .seconds(11)),
        ], by: nil)
      try await expect(store.nextWake(), is: contractStart + .seconds(10), "next wake")
      let now = contractStart + .seconds(20)
      try await expect(store.claimDueRuns(for: owner, at: now, limit: 1).map(\.id), is: [a.id], "first claim")
      try await expect(store.nextWake(), is: contractStart + .seconds(11), "next wake after a claim")
      try await expect(store.claimDueRuns(for: owner, at: now, limit: 1).map(\.id), is: [b.id], "second claim")
      try await expect(store.nextWake(), is: nil, "next wake of none")
    },
    Check("gives each due run to one owner") { store in
      let (a, b) = (
        try await store.register(owner: "a", until: contractStart + .seconds(10)),
        try await store.register(owner: "b", until: contractStart + .seconds(10))
      )
      let runs = (0..<40).map { SampleRun($0) }
      try await store.append(runs.map(\.started), by: nil)
      let claimed = try await withThrowingTaskGroup(of: [RunID].self) { group in
        for number in 0..<20 {
          group.addTask {
            try await store.claimDueRuns(for: number % 2 == 0 ? a : b, at: contractStart, limit: 3).map(\.id)
          }
        }
        return try await group.reduce(into: [RunID]()) { $0 += $1 }
      }
      try expect(claimed.count, is: 40, "claims")
      try expect(Set(claimed).count, is: 40, "runs claimed")
    },
    Check("gives one run out that is asked for") { store in
      let (a, b) = (
        try await store.register(owner: "a", until: contractStart + .seconds(10)),
        try await store.register(owner: "b", until: contractStart + .seconds(10))
      )
      let (run, over) = (SampleRun(0), SampleRun(1))
      try await store.append([run.started, over.started, over.ended()], by: nil)
      try await expect(store.claim(run.id, for: a), is: true, "claim")
      try await expect(store.claim(run.id, for: b), is: false, "second claim")
      try await expect(store.claim(over.id, for: a), is: false, "claim of an ended run")
      try await expect(store.claim(RunID(), for: a), is: false, "claim of no run")
      try await expect(store.run(run.id)?.owner, is: a, "owner")
    },
  ]

  static let definitionChecks = [
    Check("keeps definitions, and never changes one") { store in
      func definition(_ name: String, _ version: String, _ digest: String, _ seconds: Int) -> StoredDefinition {
        StoredDefinition(
          digest: digest, workflow: WorkflowReference(namespace: "contract", name: name, version: version),
          source: "text of \(digest)", savedAt: contractStart + .seconds(seconds))
      }
      let first = definition("a", "1.0.0", "d1", 0)
      try await expect(store.save(first), is: true, "save")
      try await expect(store.save(definition("a", "1.0.0", "d1", 5)), is: true, "save of the same")
      try await expect(store.save(definition("a", "1.0.0", "d2", 6)), is: false, "save of another text")
      try await expect(store.save(definition("b", "1.0.0", "d3", 7)), is: true, "save of another name")
      try await expect(store.save(definition("a", "2.0.0", "d4", 8)), is: true, "save of another version")
      try await expect(store.definition(digest: "d1"), is: first, "definition")
      try await expect(store.definition(digest: "d2"), is: nil, "definition never saved")
      var found: [String] = []
      var cursor: String?
      repeat {
        let page = try await store.definitions(after: cursor, limit: 1)
        found += page.items.map(\.digest)
        cursor = page.nextCursor
      } while cursor != nil
      try expect(found, is: ["d1", "d4", "d3"], "definitions in order")
    },
    Check("removes a definition that no unfinished run needs") { store in
      let run = SampleRun()
      let definition = StoredDefinition(
        digest: run.start.digest, workflow: run.start.workflow, source: "x", savedAt: contractStart)
      _ = try await store.save(definition)
      try await store.append([run.started], by: nil)
      try await expect(store.removeDefinition(digest: definition.digest), is: false, "removal while needed")
      try await store.append([run.ended()], by: nil)
      try await expect(store.removeDefinition(digest: definition.digest), is: true, "removal")
      try await expect(store.removeDefinition(digest: definition.digest), is: false, "second removal")
      try await expect(store.definition(digest: definition.digest), is: nil, "definition")
    },
  ]
}
