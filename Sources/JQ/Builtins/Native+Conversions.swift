import JSON

extension Native {
  static let conversions: [Native] = [
    Native(
      "tojson",
      .input { (context, input) throws(Raised) in .string(try Conversion.text(input, &context)) }),
    Native(
      "tostring",
      .input { (context, input) throws(Raised) in
        if case .string = input { return input }
        return .string(try Conversion.text(input, &context))
      }),
    Native(
      "fromjson",
      growth: 1,
      .input { (context, input) throws(Raised) in
        guard case .string(let text) = input else { throw .type(input, "only strings can be parsed") }
        try context.charge(text.utf8.count / 8)
        return try Conversion.value(text)
      }),
    Native(
      "tonumber",
      .input { (_, input) throws(Raised) in
        if input.isNumber { return input }
        guard case .string(let text) = input, let number = Conversion.number(text) else {
          throw .type(input, "cannot be parsed as a number")
        }
        return number
      }),
  ]
}

/// Between values and their JSON text.
enum Conversion {
  static func text(_ value: JSONValue, _ context: inout Context) throws(Raised) -> String {
    if value.isContainer {
      guard value.isSmaller(than: context.budget.size) else {
        throw Raised("a text longer than \(context.budget.size) bytes", kind: .sizeExceeded)
      }
    }
    // jq leaves out what lies deeper; so deep a value is no more readable with its brackets.
    if value.isContainer, value.depth(limit: 10_000) > 10_000 { return "<skipped: too deep>" }
    let text = value.serialized()
    try context.charge(text.utf8.count / 16)
    return text
  }

  static func value(_ text: String) throws(Raised) -> JSONValue {
    if text == "nan" || text == "NaN" { return .double(.nan) }
    var options = JSONParsingOptions.default
    options.depthLimit = 10_000
    do {
      return try JSONValue(parsing: text, options: options)
    } catch {
      let parsed = "(while parsing '\(text)')"
      if error.code == .depthLimitExceeded {
        throw Raised("Exceeds depth limit for parsing at line \(error.line), column \(error.column) \(parsed)")
      }
      if let place = endOfQuoted(text, from: error.offset) {
        throw Raised("Invalid string literal; expected \", but got ' at \(place) \(parsed)")
      }
      throw Raised(
        "expected \(error.expected), found \(error.found) at line \(error.line), column \(error.column) \(parsed)")
    }
  }

  /// Where a text in single quotes ends, as jq names the place.
  private static func endOfQuoted(_ text: String, from offset: Int) -> String? {
    let bytes = Array(text.utf8)
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "'") else { return nil }
    let line = 1 + bytes[..<offset].count { $0 == 10 }
    let start = bytes[..<offset].lastIndex(of: 10).map { $0 + 1 } ?? 0
    guard let end = bytes[offset...].firstIndex(where: { " \t\r\n,:[]{}".utf8.contains($0) }) else {
      return "EOF at line \(line), column \(bytes.count - start)"
    }
    return "line \(line), column \(end - start + 1)"
  }

  /// A number as JSON has it, with what jq allows beyond: `.5`, `1.`, `+1`, leading zeros.
  static func number(_ text: String) -> JSONValue? {
    if text == "nan" || text == "NaN" || text == "-nan" || text == "-NaN" { return .double(.nan) }
    var digits = Substring(text).utf8
    var sign = ""
    if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      sign = first == UInt8(ascii: "-") ? "-" : ""
      digits.removeFirst()
    }
    var seenDigits = 0
    var position = digits.startIndex
    func skipDigits() {
      while position < digits.endIndex, digits[position].isDigit {
        seenDigits += 1
        position = digits.index(after: position)
      }
    }
    skipDigits()
    if position < digits.endIndex, digits[position] == UInt8(ascii: ".") {
      position = digits.index(after: position)
      skipDigits()
    }
    guard seenDigits > 0 else { return nil }
    if position < digits.endIndex, digits[position] | 0x20 == UInt8(ascii: "e") {
      position = digits.index(after: position)
      if position < digits.endIndex, digits[position] == UInt8(ascii: "+") || digits[position] == UInt8(ascii: "-") {
        position = digits.index(after: position)
      }
      seenDigits = 0
      skipDigits()
      guard seenDigits > 0 else { return nil }
    }
    guard position == digits.endIndex else { return nil }
    let value = JSONValue.number(literal: String(Substring(digits)))
    return sign.isEmpty ? value : try? Arithmetic.negate(value)
  }
}
