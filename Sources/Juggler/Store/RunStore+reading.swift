extension JournalStore {
  /// The whole history of a run; empty when the store does not know it.
  public func history(of run: RunID) async throws(StoreError) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    var position: Int64? = 0
    while let start = position {
      let page = try await journal(of: run, after: start, limit: 1000)
      entries.append(contentsOf: page.entries)
      position = page.next
    }
    return entries
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
