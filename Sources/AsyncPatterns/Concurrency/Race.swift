/// Runs the operations at once and returns what the first to end returns; the others are cancelled.
///
/// Waits until the others have ended.
///
/// - Throws: What the first to end throws; `CancellationError` when there are no operations.
public func race<R: Sendable>(_ operations: [@Sendable () async throws -> R]) async throws -> R {
  try await withThrowingTaskGroup(of: R.self) { group in
    defer { group.cancelAll() }
    for operation in operations { group.addTask { try await operation() } }
    guard let first = try await group.next() else { throw CancellationError() }
    return first
  }
}

/// Runs the operations at once and returns what the first to end returns; the others are cancelled.
public func race<R: Sendable>(_ operations: (@Sendable () async throws -> R)...) async throws -> R {
  try await race(operations)
}

/// Runs the operations, at most `maxConcurrency` at a time, and returns what the first to succeed returns; the others
/// are cancelled, those not begun are not begun.
///
/// Waits until the others have ended.
///
/// - Throws: ``AllFailedError`` when none succeeds; `CancellationError` when the task is cancelled before one does.
public func firstSuccess<R: Sendable>(
  maxConcurrency: Int? = nil, of operations: [@Sendable () async throws -> R]
) async throws -> R {
  try Task.checkCancellation()
  return try await withThrowingTaskGroup(of: (Int, Result<R, any Error>).self) { group in
    defer { group.cancelAll() }
    var waiting = operations.enumerated().makeIterator()
    func startNext() {
      guard let (index, operation) = waiting.next() else { return }
      group.addTask {
        do { return (index, .success(try await operation())) } catch { return (index, .failure(error)) }
      }
    }
    for _ in 0..<max(1, min(maxConcurrency ?? .max, operations.count)) { startNext() }
    var errors: [(Int, any Error)] = []
    while let (index, result) = try await group.next() {
      switch result {
      case .success(let value): return value
      case .failure(let error):
        errors.append((index, error))
        try Task.checkCancellation()
        startNext()
      }
    }
    throw AllFailedError(errors: errors.sorted { $0.0 < $1.0 }.map(\.1))
  }
}

/// Runs the operations at once, and returns what the first to succeed returns. See ``firstSuccess(maxConcurrency:of:)``.
public func firstSuccess<R: Sendable>(_ operations: (@Sendable () async throws -> R)...) async throws -> R {
  try await firstSuccess(of: operations)
}

/// None of several operations succeeded.
public struct AllFailedError: Error, CustomStringConvertible {
  /// Why, in the order of the operations.
  public var errors: [any Error]

  public init(errors: [any Error]) {
    self.errors = errors
  }

  public var description: String {
    errors.isEmpty
      ? "there was nothing to try"
      : "all \(errors.count) failed: " + errors.map { String(describing: $0) }.joined(separator: "; ")
  }
}

/// Runs the operations, at most `maxConcurrency` at a time, and returns how each of them ended, in order. What
/// `Promise.allSettled` is in JavaScript.
///
/// Cancelling the task cancels the operations; how they end then is in their results, and those not begun end with
/// `CancellationError`.
public func settleAll<R: Sendable>(
  maxConcurrency: Int? = nil, _ operations: [@Sendable () async throws -> R]
) async -> [Result<R, any Error>] {
  await operations.concurrentSettle(maxConcurrency: maxConcurrency) { operation in try await operation() }
}

/// Runs the operations at once, and returns how each of them ended, in order. See ``settleAll(maxConcurrency:_:)``.
public func settleAll<R: Sendable>(_ operations: (@Sendable () async throws -> R)...) async -> [Result<R, any Error>] {
  await settleAll(operations)
}

extension Sequence where Self: Sendable, Element: Sendable {
  /// Transforms every element, at most `maxConcurrency` at a time, and returns how each transform ended, in order.
  ///
  /// One that fails does not disturb the others. Cancelling the task cancels them; those not begun end with
  /// `CancellationError`.
  public func concurrentSettle<R: Sendable>(
    maxConcurrency: Int? = nil,
    _ transform: @escaping @Sendable (Element) async throws -> R
  ) async -> [Result<R, any Error>] {
    let source = ElementSource(self)
    return await withTaskGroup(of: [(offset: Int, result: Result<R, any Error>)].self) { group in
      var workers = 0
      while workers < Swift.max(1, maxConcurrency ?? .max), let first = source.next() {
        workers += 1
        group.addTask { await source.settle(from: first, repeats: maxConcurrency != nil, transform) }
      }
      var results: [[(offset: Int, result: Result<R, any Error>)]] = []
      while let some = await group.next() { results.append(some) }
      return inOrder(results, count: source.taken)
    }
  }
}

extension ElementSource {
  fileprivate func settle<R>(
    from first: (offset: Int, element: Elements.Element),
    repeats: Bool,
    _ transform: @Sendable (Elements.Element) async throws -> R
  ) async -> [(offset: Int, result: Result<R, any Error>)] {
    var results: [(offset: Int, result: Result<R, any Error>)] = []
    var current: (offset: Int, element: Elements.Element)? = first
    while let (offset, element) = current {
      do {
        if offset > first.offset { try Task.checkCancellation() }
        results.append((offset, .success(try await transform(element))))
      } catch {
        results.append((offset, .failure(error)))
      }
      current = repeats ? next() : nil
    }
    return results
  }
}
