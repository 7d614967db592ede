public import Synchronization

/// The side of a callback: decides, exactly once, what a ``Future`` gives.
///
/// ```swift
/// let (promise, future) = Promise<Data>.make()
/// download(url) { data, error in
///   if let data { promise.succeed(data) } else { promise.fail(error ?? UnknownError()) }
/// }
/// let data = try await future.value
/// ```
///
/// Unlike with a continuation, deciding twice is harmless: the first decision counts. A promise that goes away
/// undecided fails its future with ``AbandonedPromiseError``, so nobody waits for ever.
public final class Promise<Value: Sendable>: Sendable {
  @usableFromInline let outcome: Outcome<Value>

  @inlinable init(_ outcome: Outcome<Value>) {
    self.outcome = outcome
  }

  @inlinable deinit {
    outcome.decide(.failure(AbandonedPromiseError()))
  }

  /// A promise, and the future that it decides.
  @inlinable public static func make() -> (promise: Promise, future: Future<Value>) {
    let outcome = Outcome<Value>()
    return (Promise(outcome), Future(outcome))
  }

  /// Decides the result.
  ///
  /// - Returns: False when it was decided before.
  @discardableResult
  @inlinable public func succeed(_ value: Value) -> Bool { outcome.decide(.success(value)) }

  /// Decides the error.
  ///
  /// - Returns: False when it was decided before.
  @discardableResult
  @inlinable public func fail(_ error: any Error) -> Bool { outcome.decide(.failure(error)) }

  /// Decides either.
  ///
  /// - Returns: False when it was decided before.
  @discardableResult
  @inlinable public func complete(with result: Result<Value, any Error>) -> Bool { outcome.decide(result) }
}

extension Promise where Value == Void {
  /// Decides that it is done.
  ///
  /// - Returns: False when it was decided before.
  @discardableResult
  @inlinable public func succeed() -> Bool { succeed(()) }
}

/// The side of a task: gives what a ``Promise`` decides, to as many as ask.
public struct Future<Value: Sendable>: Sendable {
  @usableFromInline let outcome: Outcome<Value>

  @inlinable init(_ outcome: Outcome<Value>) {
    self.outcome = outcome
  }

  /// The result, when it is decided.
  ///
  /// - Throws: The error decided; ``AbandonedPromiseError`` when the promise is gone; `CancellationError` when the task
  ///   is cancelled while it waits (the callback behind the promise is not told of that).
  @inlinable public var value: Value {
    get async throws { try await outcome.value() }
  }

  /// The result, if it is decided.
  @inlinable public var current: Result<Value, any Error>? { outcome.current }
}

/// A promise went away before it was decided: whoever should have called back never will.
public struct AbandonedPromiseError: Error, Equatable, CustomStringConvertible {
  @inlinable public init() {}

  @inlinable public var description: String {
    "the promise was given up undecided: whoever should have called back never will"
  }
}

/// What promise and future share.
@usableFromInline final class Outcome<Value: Sendable>: Sendable {
  @usableFromInline struct State {
    @usableFromInline var result: Result<Value, any Error>?
    @usableFromInline var waiters = WaitQueue<Value>()

    @inlinable init() {}
  }

  @usableFromInline enum Arrival {
    case early(WaiterID)
    case late(Result<Value, any Error>)
  }

  @usableFromInline let state = Mutex(State())

  @inlinable init() {}

  @inlinable var current: Result<Value, any Error>? { state.withLock { $0.result } }

  @discardableResult
  @inlinable func decide(_ result: Result<Value, any Error>) -> Bool {
    let waiters: [WaitQueue<Value>.Resumption]? = state.withLock { state in
      guard state.result == nil else { return nil }
      state.result = result
      return state.waiters.resumeAll(with: result)
    }
    guard let waiters else { return false }
    for waiter in waiters { waiter.resume() }
    return true
  }

  @inlinable func value() async throws -> Value {
    let arrival: Arrival = state.withLock { state in
      if let result = state.result { return .late(result) }
      return .early(state.waiters.enqueue())
    }
    let waiter: WaiterID
    switch arrival {
    case .late(let result): return try result.get()
    case .early(let place): waiter = place
    }
    return try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let result = state.withLock { $0.waiters.suspend(waiter, continuation) }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      let waiter = state.withLock { $0.waiters.fail(waiter, throwing: CancellationError()) }
      waiter?.resume()
    }
  }
}
