public import JSON

/// A run that was started, for whoever wants to know of it.
public struct RunHandle: Sendable {
  public let id: RunID
  let engine: Engine

  /// Waits for the run's end, wherever it is driven, and returns how it ended; a run that was continued in another has
  /// the outcome of that one.
  ///
  /// - Throws: `CancellationError` when the waiting task is cancelled; `StoreError`, `closed` when the engine stops before.
  public func outcome() async throws -> RunOutcome { try await engine.outcome(of: id) }

  /// Waits for the run's end and returns its output; throws its `Fault`, or `CancellationError` when it was cancelled.
  public func output() async throws -> JSONValue { try await outcome().get() }

  /// The same, as a Swift value.
  public func output<Output: Decodable>(as type: Output.Type) async throws -> Output {
    try await output().decode(type)
  }

  public func cancel() async throws { try await engine.cancel(id) }
  public func suspend() async throws { try await engine.suspend(id) }
  public func resume() async throws { try await engine.resume(id) }
  public func signal(_ name: String, _ payload: JSONValue = .null) async throws {
    try await engine.signal(id, name, payload)
  }

  /// What happens to the run from now on, as far as this engine drives it.
  public func events(bufferLimit: Int = 1000) -> AsyncStream<RunEvent> {
    engine.events(of: id, bufferLimit: bufferLimit)
  }
}
