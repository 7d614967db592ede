extension Sequence where Self: Sendable, Element: Sendable {
  /// Transforms every element, at most `maxConcurrency` of them at a time, and returns the results in order.
  ///
  /// Elements are taken from the sequence only when they are begun. The first error cancels the transforms under way,
  /// begins no others, and is thrown when those under way have ended.
  ///
  /// - Parameters:
  ///   - maxConcurrency: How many at a time, at least 1; nil for all at once.
  ///   - ordered: False returns the results in no particular order, which spares sorting them.
  ///   - transform: What to do with each element. It runs off the caller's actor.
  /// - Throws: The first error of `transform`; `CancellationError` when the task is cancelled before all have begun.
  @inlinable
  public func concurrentMap<R: Sendable>(
    maxConcurrency: Int? = nil,
    ordered: Bool = true,
    _ transform: @escaping @Sendable (Element) async throws -> R
  ) async throws -> [R] {
    let source = ElementSource(self)
    let limit = Swift.max(1, maxConcurrency ?? .max)
    return try await withThrowingTaskGroup(of: [(offset: Int, result: R)].self) { group in
      // Each child takes elements until there are none left: a task for each worker, not for each element.
      // With no limit a child takes one, so that every element is under way at once.
      let repeats = maxConcurrency != nil
      var workers = 0
      while workers < limit, let first = source.next() {
        workers += 1
        group.addTask { try await source.work(from: first, repeats: repeats, transform) }
      }
      var results: [[(offset: Int, result: R)]] = []
      while let some = try await group.next() { results.append(some) }
      if source.mayHaveMore { try Task.checkCancellation() }
      return ordered ? inOrder(results, count: source.taken) : results.flatMap { $0.map(\.result) }
    }
  }

  /// Performs the body for every element, at most `maxConcurrency` of them at a time.
  ///
  /// - Parameters:
  ///   - maxConcurrency: How many at a time, at least 1; nil for all at once.
  ///   - body: What to do with each element. It runs off the caller's actor.
  /// - Throws: The first error of `body`, which cancels the others and is thrown when they have ended;
  ///   `CancellationError` when the task is cancelled before all have begun.
  @inlinable
  public func concurrentForEach(
    maxConcurrency: Int? = nil,
    _ body: @escaping @Sendable (Element) async throws -> Void
  ) async throws {
    let source = ElementSource(self)
    let limit = Swift.max(1, maxConcurrency ?? .max)
    let repeats = maxConcurrency != nil
    try await withThrowingDiscardingTaskGroup { group in
      var workers = 0
      while workers < limit, let first = source.next() {
        workers += 1
        group.addTask { try await source.work(from: first, repeats: repeats, body) }
      }
    }
    if source.mayHaveMore { try Task.checkCancellation() }
  }
}
