/// Where values lie, for code that looks at parts of a value without owning each of them for a moment. They stay there as
/// long as somebody holds the whole and nobody changes it.
extension JSONValue {
  /// Where the value of the member lies; nil when the value can have no members.
  ///
  /// - Parameter null: where a `null` lies, for a member that is missing, and those of `null`.
  package func place(ofMember key: String, else null: UnsafePointer<JSONValue>) -> UnsafePointer<JSONValue>? {
    switch self {
    case .object(let object):
      guard let position = object.storage.position(of: key) else { return null }
      return object.place(ofValueAt: position)
    case .null: return null
    default: return nil
    }
  }
}

extension JSONObject {
  package func place(ofValueAt position: Int) -> UnsafePointer<JSONValue> {
    UnsafePointer((storage.members + position).pointer(to: \.value)!)
  }
}
