internal import JSON

/// Resolves scalars by the core schema of YAML 1.2: `yes`, `on` and `1:30` are texts.
enum YAMLScalar {
  static func resolve(
    _ text: String, style: Node.ScalarStyle, tag: String?, position: SourcePosition
  ) throws(SyntaxProblem) -> JSONValue {
    switch tag {
    case nil:
      return style == .plain ? try plain(text, position) : .string(text)
    case "!", "tag:yaml.org,2002:str":
      return .string(text)
    case "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float":
      return try plain(text, position)
    case .some(let tag):
      throw SyntaxProblem(
        message: "the YAML tag '\(tag)' has no meaning in a workflow; remove it", position: position)
    }
  }

  private static func plain(_ text: String, _ position: SourcePosition) throws(SyntaxProblem) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN":
      throw SyntaxProblem(
        message: "'\(text)' is a number that JSON does not have; put it into quotes if a text is meant",
        position: position)
    default:
      return number(text) ?? .string(text)
    }
  }

  /// A number of the core schema.
  static func number(_ text: String) -> JSONValue? {
    var text = text[...]
    guard let first = text.utf8.first, first < UInt8(ascii: ":"), first > UInt8(ascii: "*") else { return nil }
    if text.hasPrefix("0o") { return integer(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0x") { return integer(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("+") { text = text.dropFirst() }
    if let value = Int64(text), text.utf8.first != UInt8(ascii: "+") { return .integer(value) }
    return JSONNumber.resolve(text)
  }

  private static func integer(_ digits: Substring, radix: Int) -> JSONValue? {
    guard let first = digits.utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: "+") else { return nil }
    return Int64(digits, radix: radix).map { .integer($0) }
  }
}
