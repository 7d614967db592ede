extension JSONValue {
  /// Moves the value out and leaves `null`, so that what is moved out keeps a single reference.
  @inline(__always)
  mutating func take() -> JSONValue {
    let value = self
    self = .null
    return value
  }
}
