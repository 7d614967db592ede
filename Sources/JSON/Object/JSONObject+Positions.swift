/// Members by their positions, for code that passes through an object and changes it in place.
extension JSONObject {
  /// Moves a value out and leaves `null`.
  package mutating func takeValue(at position: Int) -> JSONValue {
    makeUnique()
    return storage.members[position].value.take()
  }

  package mutating func setValue(_ value: consuming JSONValue, at position: Int) {
    makeUnique()
    storage.members[position].value = value
  }
}
