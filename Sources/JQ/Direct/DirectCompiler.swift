import JSON

/// Finds out whether a filter can be computed on its tree, and makes that tree.
struct DirectCompiler {
  typealias Position = DirectNode.Position

  private let variables: [String]
  private var tree = DirectTree()
  /// Nodes of a tree that is worth it, and shallow enough for any thread.
  private static let sizeLimit = 200

  /// Functions that are what they seem, for a tree defines none of the same name. None sees anything but its input and
  /// its argument.
  private static let functions: Set<String> = [
    "length", "utf8bytelength", "tostring", "tonumber", "ascii_downcase", "ascii_upcase", "keys", "type", "floor",
    "ceil", "round", "abs", "tojson", "fromjson", "add", "sort", "unique", "reverse", "flatten", "min", "max", "trim",
    "to_entries", "from_entries", "join", "split", "has", "startswith", "endswith", "ltrimstr", "rtrimstr", "contains",
  ]

  /// The tree of the filter; `nil` when it needs the machine.
  static func compile(_ expression: Expression, usedVariables: [String]) -> DirectTree? {
    var compiler = DirectCompiler(variables: usedVariables)
    guard let root = compiler.value(expression) else { return nil }
    compiler.tree.root = root
    return compiler.tree
  }

  private init(variables: [String]) { self.variables = variables }

  private mutating func add(_ node: DirectNode) -> Position? {
    tree.nodes.append(node)
    return tree.nodes.count <= Self.sizeLimit ? Position(tree.nodes.count - 1) : nil
  }

  /// The node that gives the expression's output; `nil` when it needs the machine.
  private mutating func value(_ expression: Expression) -> Position? {
    if let path = MemberPath(expression, usedVariables: variables) { return member(path) }
    if let value = Self.constant(expression) { return add(.constant(constant(value))) }
    switch expression {
    case .pipe(let stages):
      guard let values = values(stages), var pipe = values.last else { return nil }
      for stage in values.dropLast().reversed() {
        guard let longer = add(.pipe(stage, pipe)) else { return nil }
        pipe = longer
      }
      return pipe
    case .index(let container, let key, optional: false):
      guard let key = Self.constant(key) else { return nil }
      return value(container).flatMap { add(.element(of: $0, constant: constant(key))) }
    case .object(let members): return object(members)
    case .array(nil): return add(.constant(constant(.array([]))))
    case .array(let body?): return collect(body)
    case .interpolation(let format, let parts): return text(StringTemplate(parts, format: format), parts)
    case .binary(let op, let left, let right): return values([left, right]).flatMap { add(.binary(op, $0[0], $0[1])) }
    case .and(let left, let right): return values([left, right]).flatMap { add(.and($0[0], $0[1])) }
    case .or(let left, let right): return values([left, right]).flatMap { add(.or($0[0], $0[1])) }
    case .alternative(let left, let right): return values([left, right]).flatMap { add(.alternative($0[0], $0[1])) }
    case .conditional(let condition, let then, let otherwise):
      return values([condition, then, otherwise ?? .identity]).flatMap {
        add(.conditional($0[0], then: $0[1], else: $0[2]))
      }
    case .call(let name, let arguments, _): return call(name, arguments)
    default: return nil
    }
  }

  private static func constant(_ expression: Expression) -> JSONValue? {
    switch expression {
    case .constant(let value): value
    case .negate(.constant(let value)): try? Arithmetic.negate(value)
    default: nil
    }
  }

  private mutating func values(_ expressions: [Expression]) -> [Position]? {
    var values: [Position] = []
    for expression in expressions {
      guard let value = value(expression) else { return nil }
      values.append(value)
    }
    return values
  }

  private mutating func constant(_ value: JSONValue) -> Int32 {
    tree.constants.append(value)
    return Int32(tree.constants.count - 1)
  }

  private mutating func key(_ key: String) -> Int32 {
    tree.keys.append(key)
    return Int32(tree.keys.count - 1)
  }

  private mutating func member(_ path: MemberPath) -> Position? {
    var place = add(path.variable.map { .variable(Int32($0)) } ?? .input)
    for key in path.keys { place = place.flatMap { add(.member(of: $0, key: self.key(key))) } }
    return place
  }

  private mutating func object(_ members: [ObjectMember]) -> Position? {
    var made: [DirectTree.Member] = []
    for member in members {
      guard case .constant(.string(let key)) = member.key else { return nil }
      guard let value = value(member.value ?? .index(.identity, key: member.key, optional: false)) else { return nil }
      made.append(DirectTree.Member(key: self.key(key), value: value))
    }
    tree.members.append(contentsOf: made)
    return add(.object(first: Int32(tree.members.count - made.count), count: Int32(made.count)))
  }

  private mutating func text(_ template: StringTemplate, _ parts: [StringPart]) -> Position? {
    guard let values = values(parts.compactMap(\.expression)) else { return nil }
    tree.operands.append(contentsOf: values)
    tree.templates.append(template)
    return add(.text(template: Int32(tree.templates.count - 1), first: Int32(tree.operands.count - values.count)))
  }

  private mutating func call(_ name: String, _ arguments: [Expression]) -> Position? {
    switch (name, arguments.count) {
    case ("not", 0): return add(.not)
    case ("map", 1): return collect(.pipe([.iterate(.identity, optional: false), arguments[0]]))
    default: break
    }
    guard Self.functions.contains(name), let native = Native.named(name, arity: arguments.count) else { return nil }
    tree.functions.append(native.function)
    let function = Int32(tree.functions.count - 1)
    switch native.function {
    case .input: return add(.function(function))
    case .one: return value(arguments[0]).flatMap { add(.function1(function, $0)) }
    default: return nil
    }
  }

  // MARK: Any number of outputs

  private mutating func collect(_ body: Expression) -> Position? {
    add(.output).flatMap { outputs(body, then: $0) }.flatMap { add(.collect($0)) }
  }

  /// The node that gives the expression's outputs and goes on with each of them; `nil` when it needs the machine.
  private mutating func outputs(_ expression: Expression, then: Position) -> Position? {
    if let path = MemberPath(expression, usedVariables: variables) {
      return path.isIdentity ? then : member(path).flatMap { add(.value($0, then: then)) }
    }
    switch expression {
    case .iterate(let container, let isOptional):
      return add(.each(isOptional: isOptional, then: then)).flatMap { outputs(container, then: $0) }
    case .index(let container, key: .constant(.string(let key)), optional: false):
      return member(MemberPath(ofInput: [key])).flatMap { add(.value($0, then: then)) }
        .flatMap { outputs(container, then: $0) }
    case .pipe(let stages):
      return stages.reversed().reduce(then) { next, stage in next.flatMap { outputs(stage, then: $0) } }
    case .comma(let expressions):
      return expressions.reversed().reduce(add(.none)) { rest, expression in
        rest.flatMap { rest in outputs(expression, then: then).flatMap { add(.both($0, rest)) } }
      }
    case .call("empty", let arguments, _) where arguments.isEmpty: return add(.none)
    case .call("select", let arguments, _) where arguments.count == 1:
      return value(arguments[0]).flatMap { add(.select($0, then: then)) }
    default: return value(expression).flatMap { add(.value($0, then: then)) }
    }
  }
}
