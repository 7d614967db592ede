/// A function as written: `def name(parameters): body;`.
final class FunctionDefinition: Sendable {
  let name: String
  let parameters: [Parameter]
  let body: Expression
  /// Whether the body mentions the function's own name, so that it cannot be expanded in place.
  let isRecursive: Bool
  /// Nodes of the body, by which the compiler decides whether a copy is cheaper than a call.
  let size: Int

  init(name: String, parameters: [Parameter], body: Expression, isRecursive: Bool, size: Int) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.isRecursive = isRecursive
    self.size = size
  }

  struct Parameter: Sendable {
    let name: String
    /// `$name`: bound to each of the argument's values, and callable by its name as well.
    let isValue: Bool
  }
}
