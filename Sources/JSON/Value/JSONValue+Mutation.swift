/// An enum's payload is copied when it is bound, so that changing it there copies its elements too.
/// These move the payload out, change it, and put it back: nothing is copied that nobody else refers to.
extension JSONValue {
  /// Moves the value out and leaves `null`, so that what is moved out keeps a single reference.
  @inline(__always)
  public mutating func take() -> JSONValue {
    let value = self
    self = .null
    return value
  }

  /// Changes an array in place; returns `nil`, without calling `body`, when this is none.
  public mutating func withArray<Result, Failure: Error>(
    _ body: (inout [JSONValue]) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard case .array(var elements) = self else { return nil }
    self = .null
    defer { self = .array(elements) }
    return try body(&elements)
  }

  /// Changes an object in place; returns `nil`, without calling `body`, when this is none.
  public mutating func withObject<Result, Failure: Error>(
    _ body: (inout JSONObject) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard case .object(var object) = self else { return nil }
    self = .null
    defer { self = .object(object) }
    return try body(&object)
  }
}

extension JSONObject {
  /// Changes the value at a position in place.
  public mutating func withValue<Result, Failure: Error>(
    at position: Int, _ body: (inout JSONValue) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(position >= 0 && position < count, "index out of range")
    makeUnique()
    return try body(&storage.members[position].value)
  }
}
