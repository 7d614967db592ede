public import JSON

/// A jq filter, compiled once and evaluated as often as wanted, from any thread.
///
/// ```swift
/// let filter = try Filter(".order.items | map(select(.price > $limit)) | length", variables: ["limit"])
/// let count = try filter.first(input, variables: [10])        // values in the order of `usedVariables`
///
/// var evaluation = filter.evaluate(input, budget: Budget(steps: 1_000_000))
/// while let output = try evaluation.next() { print(output) }
/// ```
///
/// The language is that of jq 1.8 without modules. Nothing outside reaches a filter but what the
/// `EvaluationEnvironment` offers; a `Budget` bounds its work, its memory and its depth; a cancelled task ends it.
public struct Filter: Sendable {
  public let source: String
  /// Those of the offered variables that the filter uses, in the order in which their values are given.
  public let usedVariables: [String]
  let program: Program
  /// Filters that need no machine.
  let shortcut: Shortcut?
  /// Filters that need one only for what their tree cannot tell.
  let direct: DirectTree?

  /// Compiles a filter. An empty one is `.`.
  ///
  /// - Parameter variables: Names, without `$`, of variables that evaluations supply.
  /// - Throws: `CompileError`, with the place and as jq words it, e.g. `$foo is not defined`.
  public init(_ source: String, variables: some Sequence<String>) throws(CompileError) {
    do throws(SyntaxError) {
      let expression = try Parser.parse(source)
      let compiled = try Compiler.compile(expression, variables: variables)
      self.source = source
      usedVariables = compiled.used
      program = compiled.program
      shortcut = Shortcut(expression, usedVariables: compiled.used)
      direct = shortcut == nil ? DirectCompiler.compile(expression, usedVariables: compiled.used) : nil
    } catch {
      throw CompileError(error, in: source)
    }
  }

  /// Compiles a filter that uses no variables of the caller.
  public init(_ source: String) throws(CompileError) { try self.init(source, variables: EmptyCollection<String>()) }

  /// Starts an evaluation; nothing that takes time is computed before its first `next`.
  ///
  /// - Parameter variables: A value for each of `usedVariables`, in their order.
  public func evaluate(
    _ input: JSONValue, variables: [JSONValue] = [], environment: EvaluationEnvironment = .empty,
    budget: Budget = .default
  ) -> Evaluation {
    Evaluation(self, input, variables, environment, budget)
  }

  /// The first output, `nil` when there is none.
  public func first(
    _ input: JSONValue, variables: [JSONValue] = [], environment: EvaluationEnvironment = .empty,
    budget: Budget = .default
  ) throws(EvaluationError) -> JSONValue? {
    if let value = shortcut?.value(input, variables) { return value }
    var evaluation = evaluate(input, variables: variables, environment: environment, budget: budget)
    return try evaluation.next()
  }

  /// Every output.
  public func all(
    _ input: JSONValue, variables: [JSONValue] = [], environment: EvaluationEnvironment = .empty,
    budget: Budget = .default
  ) throws(EvaluationError) -> [JSONValue] {
    var evaluation = evaluate(input, variables: variables, environment: environment, budget: budget)
    var outputs: [JSONValue] = []
    while let output = try evaluation.next() { outputs.append(output) }
    return outputs
  }
}

extension Filter: Hashable {
  public static func == (a: Self, b: Self) -> Bool { a.source == b.source && a.usedVariables == b.usedVariables }
  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension Filter: CustomStringConvertible {
  public var description: String { source }
}
