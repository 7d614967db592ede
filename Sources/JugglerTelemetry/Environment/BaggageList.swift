/// Lists such as `key1=value1,key2=value2` with percent-encoding: the format of W3C Baggage without properties, which the
/// OpenTelemetry specification has for headers and for attributes of the resource.
enum BaggageList {
  /// What a member of a list says, or that it says nothing.
  enum Member: Equatable {
    case pair(name: String, value: String)
    /// Not `NAME=VALUE`, or wrongly encoded. Its name as far as there is one; the value may be a secret.
    case malformed(name: String)
  }

  static func members(of text: String) -> [Member] {
    text.split(separator: ",").map(trimmed).filter { !$0.isEmpty }.map { member in
      guard let equals = member.firstIndex(of: "=") else { return .malformed(name: "") }
      let name = trimmed(member[..<equals])
      let value = trimmed(member[member.index(after: equals)...])
      guard let decodedName = percentDecoded(name), !decodedName.isEmpty, let decodedValue = percentDecoded(value)
      else { return .malformed(name: String(name)) }
      return .pair(name: decodedName, value: decodedValue)
    }
  }

  /// `nil` when a percent sign stands without two hexadecimal digits, or the bytes are not UTF-8.
  static func percentDecoded(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// Without spaces and tabs at its ends.
  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}
