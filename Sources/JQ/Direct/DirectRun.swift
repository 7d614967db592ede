import JSON

/// Computes a filter on its tree. Steps are counted, so that long arrays do not keep others waiting.
struct DirectRun {
  let tree: DirectTree
  let nodes: UnsafeBufferPointer<DirectNode>
  let keys: UnsafeBufferPointer<String>
  let members: UnsafeBufferPointer<DirectTree.Member>
  let variables: UnsafeBufferPointer<JSONValue>
  /// Where a `null` lies, for what is missing.
  let null: Place

  /// What the node gives; nil when only the machine can tell.
  func value(_ node: DirectNode.Position, _ input: Place, _ context: inout Context) -> JSONValue? {
    context.fuel -= 1
    switch nodes[Int(node)] {
    case .input: return input.pointee
    case .variable, .member: return place(node, input)?.pointee
    case .constant(let constant): return tree.constants[Int(constant)]
    case .element(let container, let key):
      guard let container = value(container, input, &context) else { return nil }
      return try? Access.value(in: container, at: tree.constants[Int(key)], &context)
    case .pipe(let first, let second):
      guard let value = value(first, input, &context) else { return nil }
      return withUnsafePointer(to: value) { self.value(second, $0, &context) }
    case .object(let first, let count): return object(first, count, input, &context)
    case .collect(let outputs):
      var elements: [JSONValue] = []
      return append(outputs, of: input, to: &elements, &context) ? .array(elements) : nil
    case .text(let template, let first): return text(tree.templates[Int(template)], first, input, &context)
    case .binary(let op, let left, let right):
      guard let a = value(left, input, &context), let b = value(right, input, &context) else { return nil }
      return try? Arithmetic.apply(op, a, b, &context)
    case .and(let left, let right):
      guard let isTrue = isTrue(left, input, &context) else { return nil }
      return isTrue ? self.isTrue(right, input, &context).map { .bool($0) } : .bool(false)
    case .or(let left, let right):
      guard let isTrue = isTrue(left, input, &context) else { return nil }
      return isTrue ? .bool(true) : self.isTrue(right, input, &context).map { .bool($0) }
    case .not: return .bool(!input.pointee.isTruthy)
    case .alternative(let left, let right):
      guard let value = value(left, input, &context) else { return nil }
      return value.isTruthy ? value : self.value(right, input, &context)
    case .conditional(let condition, let then, let otherwise):
      guard let isTrue = isTrue(condition, input, &context) else { return nil }
      return value(isTrue ? then : otherwise, input, &context)
    case .function(let function):
      guard case .input(let body) = tree.functions[Int(function)] else { return nil }
      return try? body(&context, input.pointee)
    case .function1(let function, let argument):
      guard case .one(let body) = tree.functions[Int(function)], let argument = value(argument, input, &context) else {
        return nil
      }
      return try? body(&context, input.pointee, argument)
    case .output, .value, .each, .select, .both, .none: return nil
    }
  }

  /// Whether what the node gives is neither false nor null.
  func isTrue(_ node: DirectNode.Position, _ input: Place, _ context: inout Context) -> Bool? {
    value(node, input, &context)?.isTruthy
  }

  /// Where lies what an input, a variable or a member gives; nil when there cannot be such a member.
  func place(_ node: DirectNode.Position, _ input: Place) -> Place? {
    switch nodes[Int(node)] {
    case .input: return input
    case .variable(let index):
      guard index < variables.count, let first = variables.baseAddress else { return null }
      return first + Int(index)
    case .member(let container, let key):
      guard let container = place(container, input) else { return nil }
      return container.pointee.place(ofMember: keys[Int(key)], else: null)
    default: return nil
    }
  }

  private func object(_ first: Int32, _ count: Int32, _ input: Place, _ context: inout Context) -> JSONValue? {
    var object = JSONObject(minimumCapacity: Int(count))
    for index in first..<first + count {
      let member = members[Int(index)]
      guard let value = value(member.value, input, &context) else { return nil }
      object[keys[Int(member.key)]] = value
    }
    return .object(object)
  }

  private func text(
    _ template: StringTemplate, _ first: Int32, _ input: Place, _ context: inout Context
  ) -> JSONValue? {
    var values: [JSONValue] = []
    for index in 0..<template.places {
      guard let value = value(tree.operands[Int(first) + index], input, &context) else { return nil }
      values.append(value)
    }
    return (try? template.text(&context) { values[$0] }).map { .string($0) }
  }
}
