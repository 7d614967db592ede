import JSON

extension DirectRun {
  /// Adds the outputs that the node gives; false when only the machine can tell what they are.
  func append(
    _ node: DirectNode.Position, of input: Place, to outputs: inout [JSONValue], _ context: inout Context
  ) -> Bool {
    // Here, and not only at each element: `(., .) | (., .) | …` has as many outputs as it likes, of any value.
    context.fuel -= 1
    guard context.goesOn else { return false }
    switch nodes[Int(node)] {
    case .output:
      outputs.append(input.pointee)
      return true
    case .value(let value, let then):
      if let place = place(value, input) { return append(then, of: place, to: &outputs, &context) }
      guard let value = self.value(value, input, &context) else { return false }
      return withUnsafePointer(to: value) { append(then, of: $0, to: &outputs, &context) }
    case .each(let isOptional, let then):
      switch input.pointee {
      case .array(let elements): return append(then, ofEach: elements, to: &outputs, &context)
      case .object(let members):
        for position in members.indices {
          guard append(then, of: members.place(ofValueAt: position), to: &outputs, &context) else { return false }
        }
        return true
      default: return isOptional
      }
    case .select(let condition, let then):
      guard let isTrue = isTrue(condition, input, &context) else { return false }
      return isTrue ? append(then, of: input, to: &outputs, &context) : true
    case .both(let first, let second):
      return append(first, of: input, to: &outputs, &context) && append(second, of: input, to: &outputs, &context)
    case .none: return true
    default: return false
    }
  }

  private func append(
    _ node: DirectNode.Position, ofEach elements: [JSONValue], to outputs: inout [JSONValue], _ context: inout Context
  ) -> Bool {
    // As many as there are elements, as in `map(.a)`. Only once: whoever reserves again and again copies each time.
    if outputs.isEmpty { outputs.reserveCapacity(min(elements.count, 256)) }
    return elements.withUnsafeBufferPointer { elements in
      guard var element = elements.baseAddress else { return true }
      for _ in elements.indices {
        guard append(node, of: element, to: &outputs, &context) else { return false }
        element += 1
      }
      return true
    }
  }
}
