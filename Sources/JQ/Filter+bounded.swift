package import JSON

extension Filter {
  /// What came of an evaluation that may take only so many steps.
  package enum Results: Sendable {
    case none
    case one(JSONValue)
    case several([JSONValue])
    /// The steps did not suffice.
    case unfinished
  }

  /// Every output, if that takes few steps: for threads that serve others, which must not compute for long.
  ///
  /// Unlike `Evaluation.next(steps:)` this ends within long operations, too. What is unfinished has to begin anew.
  ///
  /// - Parameter steps: those that are left; what was used is subtracted. A step takes between 5 and 50 ns.
  package func results(
    _ input: JSONValue, variables: [JSONValue], steps: inout Int
  ) throws(EvaluationError) -> Results {
    if let value = shortcut?.value(input, variables) { return .one(value) }
    var budget = Budget.default
    budget.steps = steps
    if let direct {
      var context = Context(expressions: program.expressions, environment: .empty, budget: budget)
      context.begin()
      if let value = direct.value(input, variables, &context), value.isSmaller(than: budget.size) {
        steps = context.remaining
        return .one(value)
      }
      budget.steps = context.remaining
      if budget.steps <= 0 { return .unfinished }
    }
    let context = Context(expressions: program.expressions, environment: .empty, budget: budget)
    var machine = Machine(program, input: input, variables: variables, context: context)
    do throws(EvaluationError) {
      let first = try machine.nextOutput()
      guard let first else {
        steps = machine.context.remaining
        return .none
      }
      guard let second = try machine.nextOutput() else {
        steps = machine.context.remaining
        return .one(first)
      }
      var all = [first, second]
      while let output = try machine.nextOutput() {
        all.append(output)
        // What is kept counts, too.
        machine.context.fuel -= 10
      }
      steps = machine.context.remaining
      return .several(all)
    } catch {
      if error.kind == .stepsExceeded { return .unfinished }
      throw error
    }
  }
}

extension Machine {
  fileprivate mutating func nextOutput() throws(EvaluationError) -> JSONValue? {
    if case .output(let value) = try next(steps: .max / 4) { value } else { nil }
  }
}
