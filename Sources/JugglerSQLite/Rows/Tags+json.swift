import JSON

extension [String: String] {
  var json: JSONValue {
    var object = JSONObject()
    for (key, value) in self { object[key] = .string(value) }
    return .object(object)
  }
}
