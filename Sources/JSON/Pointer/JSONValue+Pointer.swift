extension JSONValue {
  /// The value at that place, or `nil` when there is none.
  public subscript(pointer: JSONPointer) -> JSONValue? { try? value(at: pointer) }

  /// The value at that place.
  public func value(at pointer: JSONPointer) throws(JSONPointerError) -> JSONValue {
    var value = self
    for (depth, token) in pointer.tokens.enumerated() {
      let step = PointerStep(pointer: pointer, depth: depth, token: token)
      switch value {
      case .object(let object):
        guard let member = object[token] else { throw step.missingMember }
        value = member
      case .array(let elements):
        value = elements[try step.index(in: elements.count)]
      default: throw step.notContainer(value)
      }
    }
    return value
  }

  /// Replaces the value at that place, or adds it where its object or array exists: a member of a new key,
  /// or the element after the last, whose index may be written `-`. The change is made in place.
  public mutating func set(_ newValue: JSONValue, at pointer: JSONPointer) throws(JSONPointerError) {
    try change(at: pointer, depth: 0, .set(newValue))
  }

  /// Removes the value at that place; the elements after it move up. The whole value becomes `null`.
  public mutating func remove(at pointer: JSONPointer) throws(JSONPointerError) {
    try change(at: pointer, depth: 0, .remove)
  }

  private enum Change {
    case set(JSONValue)
    case remove
  }

  private mutating func change(at pointer: JSONPointer, depth: Int, _ change: Change) throws(JSONPointerError) {
    guard depth < pointer.tokens.count else {
      if case .set(let value) = change { self = value } else { self = .null }
      return
    }
    let step = PointerStep(pointer: pointer, depth: depth, token: pointer.tokens[depth])
    let isLast = depth + 1 == pointer.tokens.count
    switch self {
    case .object(var object):
      self = .null
      defer { self = .object(object) }
      guard let position = object.index(forKey: step.token) else {
        guard isLast, case .set(let value) = change else { throw step.missingMember }
        object[step.token] = value
        return
      }
      if isLast, case .remove = change {
        object.removeValue(forKey: step.token)
      } else {
        try object.withValue(at: position) { (value) throws(JSONPointerError) in
          try value.change(at: pointer, depth: depth + 1, change)
        }
      }
    case .array(var elements):
      self = .null
      defer { self = .array(elements) }
      if isLast, case .set(let value) = change, step.isEnd(of: elements.count) {
        elements.append(value)
        return
      }
      let index = try step.index(in: elements.count)
      if isLast, case .remove = change {
        elements.remove(at: index)
      } else {
        try elements[index].change(at: pointer, depth: depth + 1, change)
      }
    default: throw step.notContainer(self)
    }
  }
}

/// One token of a pointer on its way.
private struct PointerStep {
  let pointer: JSONPointer
  let depth: Int
  let token: String

  func isEnd(of count: Int) -> Bool { token == "-" || token == String(count) }

  func index(in count: Int) throws(JSONPointerError) -> Int {
    guard let index = Int(token), index >= 0, String(index) == token else {
      throw error(.invalidIndex, "an index of the array at \(place)", quotedToken)
    }
    guard index < count else { throw error(.notFound, "an index below \(count) at \(place)", quotedToken) }
    return index
  }

  var missingMember: JSONPointerError {
    error(.notFound, "a member of the object at \(place)", "no member \(quotedToken)")
  }

  func notContainer(_ value: JSONValue) -> JSONPointerError {
    error(.notContainer, "an object or array at \(place)", value.kind.rawValue)
  }

  private func error(_ code: JSONPointerError.Code, _ expected: String, _ found: String) -> JSONPointerError {
    JSONPointerError(code: code, pointer: pointer.description, depth: depth, expected: expected, found: found)
  }

  private var place: String {
    JSONValue.string(JSONPointer(tokens: pointer.tokens.prefix(depth)).description).serialized()
  }

  private var quotedToken: String { JSONValue.string(token).serialized() }
}
