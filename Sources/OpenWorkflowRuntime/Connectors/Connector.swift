package import JSON
package import Juggler

/// Performs one kind of effect. Arguments and result are plain values: expressions are evaluated, references resolved.
package protocol Connector: Sendable {
  /// The name under which effects ask for it, such as `http`.
  var name: String { get }

  /// Performs the effect and returns its raw output.
  ///
  /// Throws a `Fault` without `instance` (the runtime adds it), or `CancellationError` once everything that the effect
  /// started, such as a connection or a process, has been ended because the task was cancelled.
  func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue
}

/// What a connector may know of the step that it performs.
package struct EffectContext: Sendable {
  package var run: RunID
  package var step: StepID
  /// Identical for every attempt of the same step: `<run>/<step>`.
  package var idempotencyKey: String { "\(run)/\(step)" }

  package init(run: RunID, step: StepID) {
    self.run = run
    self.step = step
  }
}
