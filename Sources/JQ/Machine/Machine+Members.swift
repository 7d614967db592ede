import JSON

/// Updates of members and elements without paths: what is changed is moved out of its container and put back, so that
/// a container with one owner is changed in place.
extension Machine {
  mutating func takeMember(_ instruction: Instruction) throws(Raised) {
    let key = program.keys[Int(instruction.b)]
    var container = current.take()
    var member = JSONValue.null
    if var object = container.value.takeObject() {
      if let position = object.index(forKey: key) { member = object.takeValue(at: position) }
      container.value = .object(object)
    } else if !container.value.isNull {
      throw Access.indexError(container.value, .string(key))
    }
    current = Cell(member, depth: container.depth - 1)
    slots[base + Int(instruction.a)] = container
  }

  mutating func putMember(_ instruction: Instruction) throws(Raised) {
    let key = program.keys[Int(instruction.b)]
    let member = current.take()
    var container = slots[base + Int(instruction.a)].take()
    let depth = max(container.depth, member.depth + 1)
    if var object = container.value.takeObject() {
      object[key] = member.value
      container.value = .object(object)
    } else {
      container.value = .object(JSONObject([(key, member.value)]))
    }
    try setCurrent(container.value, depth: depth)
  }

  mutating func dropMember(_ instruction: Instruction) {
    current = slots[base + Int(instruction.a)].take()
    if var object = current.value.takeObject() {
      object.removeValue(forKey: program.keys[Int(instruction.b)])
      current.value = .object(object)
    }
  }

  mutating func startUpdatingEach(_ instruction: Instruction) throws(Raised) {
    guard current.value.isContainer else { throw Raised("Cannot iterate over \(current.value.described)") }
    slots[base + Int(instruction.b)] = current.take()
    slots[base + Int(instruction.c)] = Cell(.integer(0))
  }

  private func index(_ instruction: Instruction) -> Int {
    if case .integer(let index) = slots[base + Int(instruction.c)].value { Int(index) } else { 0 }
  }

  mutating func takeElement(_ instruction: Instruction) {
    let slot = base + Int(instruction.b)
    let index = index(instruction)
    let depth = slots[slot].depth - 1
    if var elements = slots[slot].value.takeArray() {
      if index < elements.count {
        current = Cell(elements[index].take(), depth: depth)
      } else {
        address = Int(instruction.a)
      }
      slots[slot].value = .array(elements)
    } else if var object = slots[slot].value.takeObject() {
      if index < object.count {
        current = Cell(object.takeValue(at: index), depth: depth)
      } else {
        address = Int(instruction.a)
      }
      slots[slot].value = .object(object)
    }
  }

  mutating func putElement(_ instruction: Instruction) throws(Raised) {
    let slot = base + Int(instruction.b)
    let index = index(instruction)
    let element = current.take()
    if var elements = slots[slot].value.takeArray() {
      elements[index] = element.value
      slots[slot].value = .array(elements)
    } else if var object = slots[slot].value.takeObject() {
      object.setValue(element.value, at: index)
      slots[slot].value = .object(object)
    }
    slots[base + Int(instruction.c)].value = .number(index + 1)
    if element.depth >= slots[slot].depth {
      slots[slot].depth = element.depth + 1
      if element.depth >= Self.depthLimit { slots[slot].depth = try Self.measured(slots[slot].value) }
    }
  }

  mutating func dropElement(_ instruction: Instruction) throws(Raised) {
    let index = index(instruction)
    var key = JSONValue.number(index)
    if case .object(let object) = slots[base + Int(instruction.b)].value { key = .string(object[index].key) }
    current = Cell(.array([key]), depth: 2)
    try append(base + Int(instruction.a))
    slots[base + Int(instruction.c)].value = .number(index + 1)
  }
}

extension JSONValue {
  /// Moves the elements out of an array and leaves `null`.
  @inline(__always)
  mutating func takeArray() -> [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    self = .null
    return elements
  }

  /// Moves an object out and leaves `null`.
  @inline(__always)
  mutating func takeObject() -> JSONObject? {
    guard case .object(let object) = self else { return nil }
    self = .null
    return object
  }
}
