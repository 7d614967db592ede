import JSON

extension Machine {
  /// The path register's steps; the register and the current value let go of what they refer to.
  private mutating func takePath() throws(Raised) -> [JSONValue] {
    guard let path, current.value.isIdentical(to: path.value) else {
      throw Raised("Invalid path expression with result \(current.value.truncatedText)")
    }
    let steps = path.steps
    self.path = nil
    current = .null
    return steps
  }

  mutating func takeAtPath(_ instruction: Instruction) throws(Raised) {
    let steps = try takePath()
    let slot = base + Int(instruction.a)
    let mayMove = instruction.c == 1
    let old = try Paths.take(&slots[slot].value, steps[...], mayMove: mayMove, &context)
    slots[base + Int(instruction.b)] = Cell(.array(steps), depth: 2)
    current = Cell(old, depth: slots[slot].depth - Int32(clamping: steps.count))
  }

  mutating func putAtPath(_ instruction: Instruction) throws(Raised) {
    let slot = base + Int(instruction.a)
    let new = current.take()
    guard case .array(let steps) = slots[base + Int(instruction.b)].value else { return }
    var root = slots[slot].take()
    try Paths.set(&root.value, steps[...], to: new.value, &context)
    root.depth = max(root.depth, new.depth + Int32(clamping: steps.count))
    try setCurrent(root.value, depth: root.depth)
    slots[slot] = current.take()
  }
}
