/// Where values lie, for code that looks at parts of a value without owning each of them for a moment. They stay there as
/// long as somebody holds the whole and nobody changes it.
extension JSONValue {
  /// Where the value of the member lies: of a missing one, and of a member of `null`, a `null`; nil when the value can have
  /// no members.
  package func place(ofMember key: String) -> UnsafePointer<JSONValue>? {
    switch self {
    case .object(let object):
      guard let position = object.storage.position(of: key) else { return Self.nullPlace }
      return object.place(ofValueAt: position)
    case .null: return Self.nullPlace
    default: return nil
    }
  }

  package nonisolated(unsafe) static let nullPlace: UnsafePointer<JSONValue> = {
    let place = UnsafeMutablePointer<JSONValue>.allocate(capacity: 1)
    place.initialize(to: .null)
    return UnsafePointer(place)
  }()
}

extension JSONObject {
  package func place(ofValueAt position: Int) -> UnsafePointer<JSONValue> {
    UnsafePointer((storage.members + position).pointer(to: \.value)!)
  }
}
