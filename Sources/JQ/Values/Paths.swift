import JSON

/// Reading and changing a value at a path. Changes happen in place where the value has one owner.
enum Paths {
  static let largestIndex = 536_870_911

  static func get(
    _ root: JSONValue, _ steps: ArraySlice<JSONValue>, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    var value = root
    for step in steps {
      if case .null = value { return .null }
      value = try Access.value(in: value, at: step, &context)
    }
    return value
  }

  /// Sets the value at a path; missing objects and arrays on the way are made.
  static func set(
    _ root: inout JSONValue, _ steps: ArraySlice<JSONValue>, to value: consuming JSONValue, _ context: inout Context
  ) throws(Raised) {
    guard let last = steps.last else {
      root = value
      return
    }
    guard steps.count <= PathNode.depthLimit else { throw Raised("Path too deep") }
    if steps.count == 1 { return try put(&root, last, value, &context) }
    var parents: [JSONValue] = []
    parents.reserveCapacity(steps.count)
    var current = root.take()
    for step in steps.dropLast() {
      let child = try takeChild(&current, step, &context)
      parents.append(current)
      current = child
    }
    try put(&current, last, value, &context)
    for step in steps.dropLast().reversed() {
      var parent = parents.removeLast()
      try put(&parent, step, current, &context)
      current = parent
    }
    root = current
  }

  /// The value at a path, for being replaced: where it may be, it is moved out, so that it has one owner.
  static func take(
    _ root: inout JSONValue, _ steps: ArraySlice<JSONValue>, mayMove: Bool, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    if steps.isEmpty { return mayMove ? root.take() : root }
    let value = try get(root, steps, &context)
    if mayMove, value.isContainer || value.stringValue.map({ $0.utf8.count > 15 }) == true {
      switch steps.last {
      case .object?: break
      default: try set(&root, steps, to: .null, &context)
      }
    }
    return value
  }

  /// Moves a member or element out of its container, leaving `null` for what will be put back.
  private static func takeChild(
    _ container: inout JSONValue, _ key: JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    if case .string(let name) = key, var object = container.takeObject() {
      defer { container = .object(object) }
      guard let position = object.index(forKey: name) else { return .null }
      return object.takeValue(at: position)
    }
    if case .integer = key, var elements = container.takeArray() {
      defer { container = .array(elements) }
      guard let position = Access.position(key, count: elements.count), elements.indices.contains(position) else {
        return .null
      }
      return elements[position].take()
    }
    return try Access.value(in: container, at: key, &context)
  }

  private static func put(
    _ container: inout JSONValue, _ key: JSONValue, _ value: consuming JSONValue, _ context: inout Context
  ) throws(Raised) {
    switch (container.take(), key) {
    case (.object(var object), .string(let name)):
      object[name] = value
      container = .object(object)
    case (.null, .string(let name)): container = .object(JSONObject([(name, value)]))
    case (.array(var elements), .integer), (.array(var elements), .double), (.array(var elements), .decimal):
      try put(&elements, key, value, &context)
      container = .array(elements)
    case (.null, .integer), (.null, .double), (.null, .decimal):
      var elements: [JSONValue] = []
      try put(&elements, key, value, &context)
      container = .array(elements)
    case (.array(var elements), .object(let bounds)):
      try putSlice(&elements, bounds, value, &context)
      container = .array(elements)
    case (.null, .object(let bounds)):
      var elements: [JSONValue] = []
      try putSlice(&elements, bounds, value, &context)
      container = .array(elements)
    case (.string, .object): throw Raised("Cannot update string slices")
    case (.array, .array): throw Raised("Cannot update field at array index of array")
    case (let other, _): throw Access.indexError(other, key)
    }
  }

  private static func put(
    _ elements: inout [JSONValue], _ key: JSONValue, _ value: consuming JSONValue, _ context: inout Context
  ) throws(Raised) {
    guard let position = Access.position(key, count: elements.count) else {
      throw Raised("Cannot set array element at NaN index")
    }
    guard position >= 0 else { throw Raised("Out of bounds negative array index") }
    guard position <= largestIndex else { throw Raised("Array index too large") }
    if position < elements.count {
      elements[position] = value
      return
    }
    try context.checkCount(position + 1)
    try context.charge((position - elements.count) / 16)
    while elements.count < position { elements.append(.null) }
    elements.append(value)
  }

  private static func putSlice(
    _ elements: inout [JSONValue], _ bounds: JSONObject, _ value: consuming JSONValue, _ context: inout Context
  ) throws(Raised) {
    guard case .array(let replacement) = value else {
      throw Raised("A slice of an array can only be assigned another array")
    }
    try context.checkCount(elements.count + replacement.count)
    elements.replaceSubrange(try Access.range(bounds, count: elements.count), with: replacement)
  }
}
