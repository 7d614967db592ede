internal import JSON

/// Numbers with a fraction, an exponent, or more digits than 64 bits hold.
enum JSONNumber {
  /// `nil` when the text is no number. Accepts what YAML allows beyond JSON: `.5`, `1.`, leading zeros.
  static func resolve(_ text: Substring) -> JSONValue? {
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let integer = rest.prefix(while: isDigit)
    rest = rest.dropFirst(integer.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard !integer.isEmpty || !fraction.isEmpty else { return nil }
    if let letter = rest.first, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
      let exponent = rest.prefix(while: isDigit)
      guard !exponent.isEmpty else { return nil }
      rest = rest.dropFirst(exponent.count)
    }
    guard rest.isEmpty, let double = Double(normal(text, integer, fraction)) else { return nil }
    if integer.count + fraction.count <= 15, double.isFinite { return .double(double) }
    let finite = min(max(double, -Double.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    return .decimal(JSONDecimal(literal: normal(text, integer, fraction), double: finite))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// The number as JSON writes it.
  private static func normal(
    _ text: Substring, _ integer: Substring.UTF8View.SubSequence, _ fraction: Substring.UTF8View.SubSequence
  ) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let digits = Substring(integer).drop { $0 == "0" }
    let exponent = text.drop { $0 != "e" && $0 != "E" }
    return sign + (digits.isEmpty ? "0" : digits) + (fraction.isEmpty ? "" : "." + Substring(fraction)) + exponent
  }
}
