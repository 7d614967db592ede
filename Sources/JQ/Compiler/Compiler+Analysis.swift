import JSON

extension Compiler {
  /// The value of a constant expression.
  func folded(_ expression: Expression) -> JSONValue? {
    switch expression {
    case .constant(let value): return value
    case .negate(let operand):
      guard let value = folded(operand), value.isNumber else { return nil }
      return try? Arithmetic.negate(value)
    case .array(let body):
      guard let body else { return .array([]) }
      if case .comma(let elements) = body {
        var values: [JSONValue] = []
        for element in elements {
          guard let value = folded(element) else { return nil }
          values.append(value)
        }
        return .array(values)
      }
      return folded(body).map { .array([$0]) }
    case .object(let members):
      var object = JSONObject()
      for member in members {
        guard case .string(let key)? = folded(member.key), let value = member.value.flatMap(folded) else { return nil }
        object[key] = value
      }
      return .object(object)
    case .binary(let op, let left, let right):
      guard let left = folded(left), let right = folded(right) else { return nil }
      guard left.isNumber && right.isNumber || op == .add && left.stringValue != nil && right.stringValue != nil else {
        return nil
      }
      return foldedOperation(op, left, right)
    default: return nil
    }
  }

  private func foldedOperation(_ op: BinaryOperator, _ left: JSONValue, _ right: JSONValue) -> JSONValue? {
    var context = Context.forConstants
    return try? Arithmetic.apply(op, left, right, &context)
  }

  /// Whether the expression, for every input, has exactly one output or fails, and leaves nothing to come back to.
  /// `false` when that would take too long to find out.
  func isSingle(_ expression: Expression, _ scope: Scope?) -> Bool {
    var fuel = 400
    return isSingle(expression, scope, &fuel)
  }

  private func isSingle(_ expression: Expression, _ scope: Scope?, _ fuel: inout Int) -> Bool {
    fuel -= 1
    guard fuel > 0 else { return false }
    switch expression {
    case .identity, .constant, .variable, .format, .array: return true
    case .interpolation(_, let parts):
      for case .expression(let part) in parts where !isSingle(part, scope, &fuel) { return false }
      return true
    case .index(let term, let key, let optional):
      return !optional && isSingle(term, scope, &fuel) && isSingle(key, scope, &fuel)
    case .slice(let term, let from, let to, let optional):
      if optional || !isSingle(term, scope, &fuel) { return false }
      for case let bound? in [from, to] where !isSingle(bound, scope, &fuel) { return false }
      return true
    case .object(let members):
      for member in members {
        guard isSingle(member.key, scope, &fuel), member.value.map({ isSingle($0, scope, &fuel) }) ?? true else {
          return false
        }
      }
      return true
    case .negate(let operand): return isSingle(operand, scope, &fuel)
    case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right),
      .alternative(let left, let right):
      return isSingle(left, scope, &fuel) && isSingle(right, scope, &fuel)
    case .pipe(let stages):
      for stage in stages where !isSingle(stage, scope, &fuel) { return false }
      return true
    case .conditional(let condition, let then, let otherwise):
      return isSingle(condition, scope, &fuel) && isSingle(then, scope, &fuel)
        && (otherwise.map { isSingle($0, scope, &fuel) } ?? true)
    case .reduce(_, _, let initial, _): return isSingle(initial, scope, &fuel)
    case .bind(let source, let patterns, let body):
      return patterns.count == 1 && isSingle(source, scope, &fuel) && isSingle(patterns[0], scope)
        && isSingle(body, scope, &fuel)
    case .define(let definition, let body):
      let binding = FunctionBinding(definition, outer: scope, unit: unit)
      return isSingle(body, scope.adding(.function(binding)), &fuel)
    case .assign(let kind, _, let source):
      if case .update = kind { return true }
      return isSingle(source, scope, &fuel)
    case .call(let name, let arguments, _): return isSingleCall(name, arguments, scope, &fuel)
    case .recurse, .iterate, .comma, .attempt, .foreach, .label, .breakOut: return false
    }
  }

  private func isSingleCall(_ name: String, _ arguments: [Expression], _ scope: Scope?, _ fuel: inout Int) -> Bool {
    switch scope.function(name, arity: arguments.count) {
    case .argument(_, let expression, let outer)?: return isSingle(expression, outer, &fuel)
    case .parameter?: return false
    case .function(let binding)?: return isSingleExpansion(of: binding, arguments, scope, &fuel)
    default: break
    }
    switch (name, arguments.count) {
    case ("not", 0), ("isempty", 1), ("any", 2), ("all", 2), ("sort_by", 1), ("group_by", 1), ("unique_by", 1),
      ("min_by", 1), ("max_by", 1):
      return true
    case ("empty", 0), ("select", 1), ("path", 1), ("range", _), ("limit", 2), ("skip", 2), ("last", 1), ("first", 1):
      return false
    default: break
    }
    if let native = Native.named(name, arity: arguments.count) {
      return !native.mayBeEmpty && arguments.allSatisfy { isSingle($0, scope, &fuel) }
    }
    guard let binding = (try? libraryFunction(name, arity: arguments.count)) ?? nil else { return false }
    return isSingleExpansion(of: binding, arguments, scope, &fuel)
  }

  private func isSingleExpansion(
    of binding: FunctionBinding, _ arguments: [Expression], _ scope: Scope?, _ fuel: inout Int
  ) -> Bool {
    if binding.definition.isRecursive {
      // A recursive function is single if its body is, its calls of itself taken to be.
      guard binding.definition.parameters.isEmpty else { return false }
      let key = ObjectIdentifier(binding.definition)
      guard !assumedSingle.contains(key) else { return true }
      assumedSingle.insert(key)
      defer { assumedSingle.remove(key) }
      return isSingle(binding.definition.body, binding.scope, &fuel)
    }
    guard binding.definition.size < expansionBudget else { return false }
    var inner = binding.scope
    for (parameter, argument) in zip(binding.definition.parameters, arguments) {
      if parameter.isValue, !isSingle(argument, scope, &fuel) { return false }
      inner = Scope(inner, .argument(parameter.name, argument, scope: scope))
    }
    return isSingle(binding.definition.body, inner, &fuel)
  }

  func isSingle(_ pattern: Pattern, _ scope: Scope?) -> Bool {
    switch pattern {
    case .variable: true
    case .array(let elements): elements.allSatisfy { isSingle($0, scope) }
    case .object(let entries):
      entries.allSatisfy { entry in
        isSingle(entry.key, scope) && (entry.pattern.map { isSingle($0, scope) } ?? true)
      }
    }
  }
}
