import JSON

extension JSONValue {
  /// The value as a message shows it: what is short as JSON, of what is long the kind.
  var brief: String {
    switch self {
    case .array(let items): items.isEmpty ? "an empty array" : "an array of \(items.count.counting("item"))"
    case .object(let members): members.isEmpty ? "an empty object" : "an object"
    default: excerpt()
    }
  }

  /// The value as JSON, cut off after about `limit` characters.
  func excerpt(limit: Int = 60) -> String {
    var text = ""
    write(to: &text, limit: limit)
    return text
  }

  private func write(to text: inout String, limit: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .double(let value): text += value.shortest
    case .decimal(let value): text += value.literal.count > limit ? value.literal.prefix(limit) + "…" : value.literal
    case .string(let value): text.appendQuoted(value, limit: limit)
    case .array(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        guard text.utf8.count < limit else { text += "…"; break }
        item.write(to: &text, limit: limit)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        guard text.utf8.count < limit else { text += "…"; break }
        text.appendQuoted(member.key, limit: limit)
        text += ":"
        member.value.write(to: &text, limit: limit)
      }
      text += "}"
    }
  }
}

extension String {
  /// The text as a JSON string, cut off after `limit` characters.
  func quoted(limit: Int = 60) -> String {
    var text = ""
    text.appendQuoted(self, limit: limit)
    return text
  }

  fileprivate mutating func appendQuoted(_ value: String, limit: Int) {
    self += "\""
    for (position, scalar) in value.unicodeScalars.enumerated() {
      guard position < limit else { self += "…"; break }
      switch scalar {
      case "\"": self += "\\\""
      case "\\": self += "\\\\"
      case "\n": self += "\\n"
      case "\r": self += "\\r"
      case "\t": self += "\\t"
      case "\u{0}"..<" ", "\u{7F}": self += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: unicodeScalars.append(scalar)
      }
    }
    self += "\""
  }
}

extension Double {
  /// `1` for 1.0, as a schema's author would write it.
  fileprivate var shortest: String { Int64(exactly: self).map(String.init) ?? description }
}
