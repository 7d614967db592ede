extension JournalStore {
  /// The whole history of a run; empty when the store does not know it.
  public func history(of run: RunID) async throws(StoreError) -> [JournalEntry] {
    try await entries(of: run, after: 0).entries
  }

  /// A run's history from a position on, and the position behind it.
  func entries(of run: RunID, after position: Int64) async throws(StoreError) -> (entries: [JournalEntry], end: Int64) {
    var page = try await journal(of: run, after: position, limit: 1000)
    var entries = page.entries
    while let next = page.next {
      page = try await journal(of: run, after: next, limit: 1000)
      entries.append(contentsOf: page.entries)
    }
    return (entries, page.end)
  }
}

extension RunStore {
  /// The ids of all runs that match, whatever the query's cursor and limit.
  public func allRuns(_ query: RunQuery) async throws(StoreError) -> [RunID] {
    var query = query
    query.limit = 1000
    query.omitsPayloads = true
    var ids: [RunID] = []
    repeat {
      let page = try await runs(query)
      ids.append(contentsOf: page.items.map(\.id))
      query.cursor = page.nextCursor
    } while query.cursor != nil
    return ids
  }

  /// The steps of a run in the order in which they ended, a page of them.
  public func steps(
    of run: RunID, after cursor: String? = nil, limit: Int = 100
  ) async throws(StoreError)
    -> Page<StepRecord>
  {
    var position = cursor.flatMap { Int64($0) } ?? 0
    var steps: [StepRecord] = []
    while steps.count < limit {
      // One by one towards the end of a page, so that its cursor points right behind its last step.
      let page = try await journal(of: run, after: position, limit: limit - steps.count)
      steps.append(contentsOf: page.entries.compactMap(StepRecord.init))
      guard let next = page.next else { return Page(items: steps, nextCursor: nil) }
      position = next
    }
    return Page(items: steps, nextCursor: String(position))
  }
}
