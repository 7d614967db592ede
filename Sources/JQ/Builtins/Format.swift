import JSON

/// How `@name` renders a value.
enum Format: Sendable, Equatable {
  case text, json, csv, tsv, html, uri, uriDecode, sh, base64, base64Decode, base32, base32Decode
  case unknown(String)

  init(_ name: String) {
    self =
      switch name {
      case "text": .text
      case "json": .json
      case "csv": .csv
      case "tsv": .tsv
      case "html": .html
      case "uri": .uri
      case "urid": .uriDecode
      case "sh": .sh
      case "base64": .base64
      case "base64d": .base64Decode
      case "base32": .base32
      case "base32d": .base32Decode
      default: .unknown(name)
      }
  }

  func render(_ value: JSONValue, _ context: inout Context) throws(Raised) -> String {
    switch self {
    case .text: return try plain(value, &context)
    case .json: return try Conversion.text(value, &context)
    case .csv:
      return try row(value, "cannot be csv-formatted, only array", separator: ",", &context) { text in
        "\"" + Self.replace(text) { $0 == UInt8(ascii: "\"") ? "\"\"" : nil } + "\""
      }
    case .tsv:
      return try row(value, "cannot be tsv-formatted, only array", separator: "\t", &context) { text in
        Self.replace(text) { byte in
          switch byte {
          case UInt8(ascii: "\t"): "\\t"
          case UInt8(ascii: "\n"): "\\n"
          case UInt8(ascii: "\r"): "\\r"
          case UInt8(ascii: "\\"): "\\\\"
          default: nil
          }
        }
      }
    case .html:
      return Self.replace(try plain(value, &context)) { byte in
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "'"): "&apos;"
        case UInt8(ascii: "\""): "&quot;"
        default: nil
        }
      }
    case .uri: return PercentEncoding.encode(try plain(value, &context))
    case .uriDecode:
      let text = try plain(value, &context)
      guard let decoded = PercentEncoding.decode(text) else {
        throw .type(.string(text), "is not a valid uri encoding")
      }
      return decoded
    case .sh: return try shell(value, &context)
    case .base64: return Base64.encode(try plain(value, &context).utf8)
    case .base64Decode: return try Base64.decode(try plain(value, &context))
    case .base32: return Base32.encode(try plain(value, &context).utf8)
    case .base32Decode: return try Base32.decode(try plain(value, &context))
    case .unknown(let name): throw Raised("\(name) is not a valid format")
    }
  }

  private func plain(_ value: JSONValue, _ context: inout Context) throws(Raised) -> String {
    if case .string(let text) = value { return text }
    return try Conversion.text(value, &context)
  }

  private func row(
    _ value: JSONValue, _ complaint: String, separator: String, _ context: inout Context, quote: (String) -> String
  ) throws(Raised) -> String {
    guard case .array(let cells) = value else { throw .type(value, complaint) }
    try context.charge(cells.count)
    var line = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { line += separator }
      switch cell {
      case .null: break
      case .string(let text): line += quote(text)
      case .double(let number) where number.isNaN: break
      case .bool, .integer, .double, .decimal: line += cell.serialized()
      case .array, .object: throw .type(cell, "is not valid in a csv row")
      }
    }
    return line
  }

  private func shell(_ value: JSONValue, _ context: inout Context) throws(Raised) -> String {
    let words = value.arrayValue ?? [value]
    try context.charge(words.count)
    var line = ""
    for (index, word) in words.enumerated() {
      if index > 0 { line += " " }
      switch word {
      case .string(let text):
        line += "'" + Self.replace(text) { $0 == UInt8(ascii: "'") ? "'\\''" : $0 == 0 ? "\\0" : nil } + "'"
      case .array, .object: throw .type(word, "can not be escaped for shell")
      default: line += word.serialized()
      }
    }
    return line
  }

  private static func replace(_ text: String, _ replacement: (UInt8) -> String?) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if let other = replacement(byte) { bytes.append(contentsOf: other.utf8) } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Native {
  static let formats: [Native] = [
    Native(
      "format",
      .one { (context, input, name) throws(Raised) in
        guard case .string(let name) = name else { throw .type(name, "is not a valid format") }
        return .string(try Format(name).render(input, &context))
      })
  ]
}
