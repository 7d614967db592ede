internal import JSON

/// Names and values as in a query or a form.
enum FormEncoding {
  /// `a=1&b=2&b=3`: arrays as repeated parameters, null left out, everything else that is no string as JSON.
  static func encode(_ members: JSONObject, space: String) -> String {
    var text = ""
    for (name, value) in members {
      for value in value.parameterTexts {
        if !text.isEmpty { text += "&" }
        text += encode(name, space: space)
        text += "="
        text += encode(value, space: space)
      }
    }
    return text
  }

  private static func encode(_ text: String, space: String) -> String {
    guard space != "%20" else { return text.percentEncoded(except: \.isUnreserved) }
    let encoded = text.percentEncoded { $0.isUnreserved || $0 == UInt8(ascii: " ") }
    return encoded.split(separator: " ", omittingEmptySubsequences: false).joined(separator: space)
  }
}
