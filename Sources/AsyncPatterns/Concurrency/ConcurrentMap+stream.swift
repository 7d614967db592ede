extension AsyncSequence where Self: Sendable, Element: Sendable {
  /// Performs the body for every element, at most `maxConcurrency` of them at a time.
  ///
  /// The next element is asked for only when there is room for it, so a slow body holds the sequence up.
  ///
  /// - Throws: The first error of the body, which cancels the others; what the sequence throws; `CancellationError` when
  ///   the task is cancelled and the sequence ends early because of that.
  public func concurrentForEach(
    maxConcurrency: Int,
    _ body: @escaping @Sendable (Element) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var running = 0
      for try await element in self {
        if running >= Swift.max(1, maxConcurrency) {
          try await group.next()
          running -= 1
        }
        group.addTask { try await body(element) }
        running += 1
      }
      try await group.waitForAll()
    }
    // A cancelled sequence just ends; the caller must not take a part for the whole.
    try Task.checkCancellation()
  }

  /// Transforms every element, at most `maxConcurrency` of them at a time, and hands each result to `consume`.
  ///
  /// Both ends hold it up: the next element is asked for only when there is room, and there is room only when results
  /// are consumed.
  ///
  /// - Parameters:
  ///   - maxConcurrency: How many at a time, those waiting for their turn to be consumed included.
  ///   - ordered: True hands results over in the order of the elements; false as they come.
  ///   - transform: What to do with each element. It runs off the caller's actor.
  ///   - consume: Takes the results, one after the other, on the caller's actor.
  /// - Throws: The first error of `transform` or `consume`, which cancels the others; what the sequence throws;
  ///   `CancellationError` when the task is cancelled and the sequence ends early because of that.
  public func concurrentMap<R: Sendable>(
    maxConcurrency: Int,
    ordered: Bool = true,
    isolation: isolated (any Actor)? = #isolation,
    _ transform: @escaping @Sendable (Element) async throws -> R,
    consume: (R) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (offset: Int, result: R).self) { group in
      var reorder = ReorderBuffer<R>(ordered: ordered)
      var (started, unconsumed) = (0, 0)
      for try await element in self {
        while unconsumed >= Swift.max(1, maxConcurrency), let (offset, result) = try await group.next() {
          for result in reorder.add(result, at: offset) {
            try await consume(result)
            unconsumed -= 1
          }
        }
        let offset = started
        group.addTask { (offset, try await transform(element)) }
        started += 1
        unconsumed += 1
      }
      while let (offset, result) = try await group.next() {
        for result in reorder.add(result, at: offset) { try await consume(result) }
      }
    }
    try Task.checkCancellation()
  }
}

/// Holds results back until it is their turn.
struct ReorderBuffer<R> {
  private let ordered: Bool
  private var early: [Int: R] = [:]
  private var nextOffset = 0

  init(ordered: Bool) {
    self.ordered = ordered
  }

  /// Adds a result, and returns those whose turn it is now.
  mutating func add(_ result: R, at offset: Int) -> [R] {
    guard ordered else { return [result] }
    early[offset] = result
    var ready: [R] = []
    while let next = early.removeValue(forKey: nextOffset) {
      ready.append(next)
      nextOffset += 1
    }
    return ready
  }
}
