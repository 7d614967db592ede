import AsyncPatterns
import JQ
import JSON
import Juggler
import OpenWorkflow

/// Evaluates the expressions of one run.
///
/// An evaluation begins where it is called. One that turns out to be expensive moves to the CPU pool, so that it cannot
/// delay the waits of others; expressions have no effects, so it simply starts anew there.
final class Evaluator: Sendable {
  /// What the expressions of a template may cost on the thread that waits for them, in steps of the jq machine: 25 to
  /// 250 microseconds, for that thread may be an event loop that serves others meanwhile.
  static let inlineSteps = 5000

  /// What `$workflow` tells.
  let run: RunDescriptor
  let secrets: Secrets
  let mask: SecretMask
  let cpuPool: CPUPool

  init(run: RunDescriptor, secrets: Secrets, mask: SecretMask, cpuPool: CPUPool) {
    self.run = run
    self.secrets = secrets
    self.mask = mask
    self.cpuPool = cpuPool
  }

  func value(
    of template: Template, on dot: JSONValue, _ variables: Variables, task: String
  ) async throws -> JSONValue {
    if case .literal(let value) = template { return value }
    var evaluation = inline(on: dot, variables)
    do throws(Failure) {
      return try evaluation.value(of: template)
    } catch {
      guard case .tooExpensive = error else { throw error.fault(in: task, mask) }
    }
    return try await onCPUPool(on: dot, variables, task: task) { evaluation throws(Failure) in
      try evaluation.value(of: template)
    }
  }

  /// Expands a URI template (RFC 6570) with the members of `dot`.
  func uri(
    _ template: URITemplate, on dot: JSONValue, _ variables: Variables, task: String
  ) async throws -> String {
    if let literal = template.literal { return literal }
    var evaluation = inline(on: dot, variables)
    do throws(Failure) {
      return try evaluation.uri(template)
    } catch {
      guard case .tooExpensive = error else { throw error.fault(in: task, mask) }
    }
    return try await onCPUPool(on: dot, variables, task: task) { evaluation throws(Failure) in
      try evaluation.uri(template)
    }
  }

  private func inline(on dot: JSONValue, _ variables: Variables) -> TemplateEvaluation {
    TemplateEvaluation(evaluator: self, dot: dot, variables: variables, stepsLeft: Self.inlineSteps)
  }

  @inline(never)
  private func onCPUPool<R: Sendable>(
    on dot: JSONValue, _ variables: Variables, task: String,
    _ body: @escaping @Sendable (inout TemplateEvaluation) throws(Failure) -> R
  ) async throws -> R {
    try await cpuPool.run { [self] in
      var evaluation = TemplateEvaluation(evaluator: self, dot: dot, variables: variables, stepsLeft: nil)
      do throws(Failure) {
        return try body(&evaluation)
      } catch {
        throw error.fault(in: task, mask)
      }
    }
  }

  func value(
    of expression: Expression, on dot: JSONValue, _ variables: Variables, task: String
  ) async throws -> JSONValue {
    try await value(of: .expression(expression), on: dot, variables, task: task)
  }

  /// Whether the expression is neither false nor null, as in jq.
  func isTrue(
    _ expression: Expression, on dot: JSONValue, _ variables: Variables, task: String
  ) async throws -> Bool {
    switch try await value(of: expression, on: dot, variables, task: task) {
    case .null, .bool(false): false
    default: true
    }
  }
}

extension Evaluator {
  /// Why there is no value.
  enum Failure: Error {
    case tooExpensive
    case cancelled
    /// The expression failed on `value`.
    case expression(Expression, on: JSONValue, message: String)
    /// A variable has no value.
    case variable(any Error)
    /// A URI template cannot be expanded.
    case uri(URITemplate.ExpansionError)

    func fault(in task: String, _ mask: SecretMask) -> any Error {
      switch self {
      case .tooExpensive, .cancelled: CancellationError()
      case .variable(let error): error
      case .uri(let error): mask.masking(Fault(.expression, detail: "task '\(task)': \(error)"))
      case .expression(let expression, let value, let message):
        mask.masking(
          Fault(
            .expression,
            detail: "task '\(task)', expression ${ \(expression.source) }: \(message), evaluated on \(value.excerpt)"))
      }
    }
  }
}

extension JSONValue {
  /// The value's text, shortened for a message.
  var excerpt: String {
    let text = serialized()
    return text.utf8.count <= 200 ? text : String(text.prefix(200)) + "…"
  }
}
