import JSON

extension CloudEvent {
  static let required = ["specversion", "id", "source", "type"]
  static let texts = required + ["subject", "time", "datacontenttype", "dataschema", "data_base64"]

  /// The members as they came, without those that are `null`, which CloudEvents reads as absent.
  static func checked(_ reader: WireReader) throws(WireError) -> JSONObject {
    for name in required where try reader.optionalString(name)?.isEmpty ?? true {
      throw reader.mismatch(name, "a text that is not empty", reader.object[name])
    }
    guard reader.object["specversion"] == "1.0" else {
      throw reader.mismatch("specversion", "'1.0'", reader.object["specversion"])
    }
    _ = try reader.date("time")
    for name in texts { _ = try reader.optionalString(name) }
    if reader.value("data_base64") != nil, reader.object["data"] != nil {
      throw reader.mismatch("data", "only one of 'data' and 'data_base64'", reader.object["data"])
    }
    var members = JSONObject(minimumCapacity: reader.object.count)
    for (name, value) in reader.object {
      if !texts.contains(name), name != "data" { try check(name, value, reader) }
      if !value.isNull || name == "data" { members[name] = value }
    }
    return members
  }

  private static func check(_ name: String, _ value: JSONValue, _ reader: WireReader) throws(WireError) {
    let isName = !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    guard isName else {
      throw reader.mismatch(name, "an attribute's name of lower-case letters and digits", .string(name))
    }
    switch value {
    case .string, .bool, .null: break
    case .integer(let number) where Int32(exactly: number) != nil: break
    default:
      throw reader.mismatch(name, "a string, a boolean or an integer of 32 bits in an extension attribute", value)
    }
  }
}
