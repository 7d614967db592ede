import JSON

/// A filter that always gives one output and looks at nothing twice, such as `{id, total: (.price * $count)}`: computed on its
/// tree, for setting up a machine would take longer than all the rest.
///
/// It need not be able to do everything: what it cannot finish, errors included, is left to the machine.
indirect enum Direct: Sendable {
  case constant(JSONValue)
  /// Members of the input, or of the variable at a position.
  case members([String], ofVariable: Int?)
  case pipe(Direct, Direct)
  case object([(key: String, value: Direct)])
  case binary(BinaryOperator, Direct, Direct)
  case native(Native)

  /// Nodes of a tree that is worth it, and deep enough for anybody.
  private static let sizeLimit = 100
  /// Functions of the input alone that are what they seem: natives, and nothing else under the same name.
  private static let natives: Set<String> = [
    "length", "tostring", "tonumber", "ascii_downcase", "ascii_upcase", "keys", "type", "floor", "ceil", "round",
    "tojson",
  ]

  init?(_ expression: Expression, usedVariables: [String]) {
    var size = 0
    self.init(expression, usedVariables, &size)
  }

  private init?(_ expression: Expression, _ variables: [String], _ size: inout Int) {
    size += 1
    if size > Self.sizeLimit { return nil }
    switch Shortcut(expression, usedVariables: variables) {
    case .constant(let value)?:
      self = .constant(value)
      return
    case .members(let keys, let variable)?:
      self = .members(keys, ofVariable: variable)
      return
    case nil: break
    }
    switch expression {
    case .pipe(let stages):
      guard let first = stages.first else { return nil }
      let rest: Expression = stages.count == 2 ? stages[1] : .pipe(Array(stages.dropFirst()))
      if stages.count == 1 {
        self.init(first, variables, &size)
        return
      }
      guard let left = Direct(first, variables, &size), let right = Direct(rest, variables, &size) else { return nil }
      self = .pipe(left, right)
    case .object(let members):
      var values: [(key: String, value: Direct)] = []
      for member in members {
        guard case .constant(.string(let key)) = member.key else { return nil }
        let value = member.value ?? .index(.identity, key: member.key, optional: false)
        guard let direct = Direct(value, variables, &size) else { return nil }
        values.append((key, direct))
      }
      self = .object(values)
    case .binary(let op, let left, let right):
      guard let left = Direct(left, variables, &size), let right = Direct(right, variables, &size) else { return nil }
      self = .binary(op, left, right)
    case .call(let name, let arguments, _):
      guard arguments.isEmpty, Self.natives.contains(name), let native = Native.named(name, arity: 0) else {
        return nil
      }
      self = .native(native)
    default: return nil
    }
  }

  /// The output; nil when only the machine can tell.
  func value(_ input: JSONValue, _ variables: [JSONValue], _ context: inout Context) -> JSONValue? {
    switch self {
    case .constant(let value): return value
    case .members(let keys, let variable):
      var value = variable.map { $0 < variables.count ? variables[$0] : .null } ?? input
      for key in keys {
        switch value {
        case .object(let members): value = members[key] ?? .null
        case .null: return .null
        default: return nil
        }
      }
      return value
    case .pipe(let first, let second):
      guard let value = first.value(input, variables, &context) else { return nil }
      return second.value(value, variables, &context)
    case .object(let members):
      var object = JSONObject(minimumCapacity: members.count)
      for (key, member) in members {
        guard let value = member.value(input, variables, &context) else { return nil }
        object[key] = value
      }
      return .object(object)
    case .binary(let op, let left, let right):
      guard let a = left.value(input, variables, &context), let b = right.value(input, variables, &context) else {
        return nil
      }
      return try? Arithmetic.apply(op, a, b, &context)
    case .native(let native):
      guard case .input(let function) = native.function else { return nil }
      return try? function(&context, input)
    }
  }
}
