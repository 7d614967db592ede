import JSON

extension JSONValue {
  /// The type as jq names it.
  var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .integer, .double, .decimal: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// Everything but `false` and `null`.
  @inline(__always)
  var isTruthy: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    default: true
    }
  }

  @inline(__always)
  var isNumber: Bool {
    switch self {
    case .integer, .double, .decimal: true
    default: false
    }
  }

  var isNaN: Bool { if case .double(let number) = self { number.isNaN } else { false } }

  /// A computed number: an integer where a double holds it exactly as one, else the double.
  @inline(__always)
  static func number(_ value: Double) -> JSONValue {
    if value.magnitude <= 9_007_199_254_740_992, let integer = Int64(exactly: value),
      integer != 0 || value.sign == .plus
    {
      return .integer(integer)
    }
    return .double(value)
  }

  @inline(__always)
  static func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }

  /// The number that a filter writes so; blanks of the grammar of JSON (`.5`, `1.`, `007`) are filled in.
  static func number(literal text: String) -> JSONValue {
    var digits = Substring(text)
    while digits.count > 1, digits.first == "0", digits.dropFirst().first?.isNumber == true { digits.removeFirst() }
    var normalized = String(digits)
    if normalized.first == "." { normalized = "0" + normalized }
    if let point = normalized.firstIndex(of: ".") {
      let next = normalized.index(after: point)
      if next == normalized.endIndex || !normalized[next].isNumber { normalized.insert("0", at: next) }
    }
    return (try? JSONValue(parsing: normalized)) ?? .null
  }

  /// The value as compact JSON, cut to the length that error messages show, its closing quote or bracket kept.
  var truncatedText: String {
    let text = serialized()
    let limit = 29
    guard text.utf8.count > limit else { return text }
    let closing = isNumber ? "" : String(text.suffix(1))
    var kept = String.UnicodeScalarView()
    var bytes = closing.utf8.count + 3
    for scalar in text.unicodeScalars {
      bytes += UTF8.width(scalar)
      if bytes > limit { break }
      kept.append(scalar)
    }
    return String(kept) + "..." + closing
  }
}
