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
  /// What an expression may cost on the thread that waits for it, in steps of the jq machine: about a millisecond.
  private static let inlineSteps = 20_000

  /// `$workflow`.
  let workflow: JSONValue
  /// `$runtime`.
  let runtime: JSONValue
  let secrets: Secrets
  let mask: SecretMask
  let cpuPool: CPUPool

  init(workflow: JSONValue, runtime: JSONValue, secrets: Secrets, mask: SecretMask, cpuPool: CPUPool) {
    self.workflow = workflow
    self.runtime = runtime
    self.secrets = secrets
    self.mask = mask
    self.cpuPool = cpuPool
  }

  func value(
    of template: Template, on dot: JSONValue, _ variables: Variables, task: String
  ) async throws -> JSONValue {
    if case .literal(let value) = template { return value }
    return try await evaluate(on: dot, variables, task: task) { evaluation throws(Failure) in
      try evaluation.value(of: template)
    }
  }

  /// Expands a URI template (RFC 6570) with the members of `dot`.
  func uri(
    _ template: URITemplate, on dot: JSONValue, _ variables: Variables, task: String
  ) async throws -> String {
    if let literal = template.literal { return literal }
    return try await evaluate(on: dot, variables, task: task) { evaluation throws(Failure) in
      try evaluation.uri(template)
    }
  }

  @inline(never)
  private func evaluate<R: Sendable>(
    on dot: JSONValue, _ variables: Variables, task: String,
    _ body: @escaping @Sendable (TemplateEvaluation) throws(Failure) -> R
  ) async throws -> R {
    do throws(Failure) {
      return try body(
        TemplateEvaluation(evaluator: self, dot: dot, variables: variables, limit: Self.inlineSteps))
    } catch {
      guard case .tooExpensive = error else { throw error.fault(in: task, mask) }
    }
    return try await cpuPool.run { [self] in
      do throws(Failure) {
        return try body(TemplateEvaluation(evaluator: self, dot: dot, variables: variables, limit: nil))
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
