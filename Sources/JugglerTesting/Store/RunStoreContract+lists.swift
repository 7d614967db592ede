import Juggler

extension RunStoreContract {
  private static func list(_ store: any RunStore, _ query: RunQuery) async throws -> [RunID] {
    var query = query
    var found: [RunID] = []
    repeat {
      let page = try await store.runs(query)
      try expect(page.items.count <= query.limit, "a page of \(page.items.count) where \(query.limit) were asked for")
      found += page.items.map(\.id)
      query.cursor = page.nextCursor
    } while query.cursor != nil
    return found
  }

  static let listChecks = [
    Check("lists runs newest first, in pages") { store in
      let runs = (0..<25).map { SampleRun($0) }
      try await store.append(runs.shuffled().map(\.started), by: nil)
      for limit in [1, 7, 25, 100] {
        try await expect(
          list(store, RunQuery(limit: limit)), is: runs.reversed().map(\.id), "runs in pages of \(limit)")
        try await expect(
          list(store, RunQuery(oldestFirst: true, limit: limit)), is: runs.map(\.id), "oldest first, pages of \(limit)")
      }
    },
    Check("lists what a query asks for") { store in
      let parent = RunID()
      let plain = SampleRun(0)
      let named = SampleRun(1, name: "named")
      let child = SampleRun(2) { $0.parent = parent }
      let tagged = SampleRun(3) { $0.tags = ["team": "kitchen", "x": "1"] }
      let pending = SampleRun(4) { $0.status = .pending }
      let version = SampleRun(5) { $0.workflow.version = "2.0.0" }
      let all = [plain, named, child, tagged, pending, version]
      try await store.append(all.map(\.started), by: nil)
      try await store.append([plain.ended()], by: nil)
      func found(_ query: RunQuery) async throws -> Set<RunID> { Set(try await list(store, query)) }

      try await expect(found(RunQuery(name: "named")), is: [named.id], "by name")
      try await expect(found(RunQuery(namespace: "contract", limit: 2)), is: Set(all.map(\.id)), "by namespace")
      try await expect(found(RunQuery(namespace: "nowhere")), is: [], "by another namespace")
      try await expect(found(RunQuery(version: "2.0.0")), is: [version.id], "by version")
      try await expect(found(RunQuery(parent: parent)), is: [child.id], "by parent")
      try await expect(found(RunQuery(tags: ["team": "kitchen"])), is: [tagged.id], "by tag")
      try await expect(found(RunQuery(tags: ["team": "kitchen", "x": "2"])), is: [], "by two tags")
      try await expect(
        found(RunQuery(statuses: [.pending, .completed])), is: [plain.id, pending.id], "by status")
      try await expect(
        found(
          RunQuery(createdFrom: contractStart + .seconds(1), createdBefore: contractStart + .seconds(3))),
        is: [named.id, child.id], "by time")
    },
    Check("counts runs by status") { store in
      let runs = (0..<5).map { SampleRun($0) }
      try await store.append(runs.map(\.started), by: nil)
      try await store.append([runs[0].ended(), runs[1].ended(.cancelled), runs[2].moved(.suspended)], by: nil)
      let counts = try await store.runCounts().filter { $0.value > 0 }
      try expect(counts, is: [.running: 2, .completed: 1, .cancelled: 1, .suspended: 1], "counts")
    },
    Check("lists unfinished runs") { store in
      let runs = (0..<5).map { SampleRun($0) }
      try await store.append(runs.shuffled().map(\.started), by: nil)
      try await store.append([runs[1].ended(), runs[3].ended()], by: nil)
      try await expect(
        store.allRuns(
          RunQuery(statuses: [.pending, .running, .waiting, .suspended], oldestFirst: true, limit: 2)),
        is: [runs[0].id, runs[2].id, runs[4].id], "unfinished runs")
    },
  ]
}
