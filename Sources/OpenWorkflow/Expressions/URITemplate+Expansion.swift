package import JSON

extension URITemplate {
  /// A variable whose value cannot stand in a URI.
  package struct ExpansionError: Error, CustomStringConvertible {
    package let template: String
    package let variable: String

    package var description: String {
      "the URI template '\(template)' needs a text, a number, a boolean or null for '\(variable)', "
        + "found an array or an object"
    }
  }

  /// Expands the template (RFC 6570). `variables` is the task's transformed input, whose members are the variables.
  ///
  /// As the DSL has it, a simple `{name}` refuses arrays and objects, and is empty for what is missing.
  package func expand(_ variables: JSONValue, evaluate: (Expression) throws -> JSONValue) throws -> String {
    var uri = ""
    for part in parts {
      switch part {
      case .text(let text): uri += text
      case .expression(let expression): uri += try evaluate(expression).uriText ?? ""
      case .variables(let list): try expand(list, variables, into: &uri)
      }
    }
    return uri
  }

  private func expand(_ list: VariableList, _ values: JSONValue, into uri: inout String) throws {
    let rule = list.operation.rule
    var isFirst = true
    for variable in list.variables {
      guard let value = values[variable.name], !value.isNull else { continue }
      let text: String?
      switch value {
      case .array(let items):
        try refuseIfSimple(variable, list)
        text = rule.expand(items.compactMap(\.uriText), variable)
      case .object(let members):
        try refuseIfSimple(variable, list)
        text = rule.expand(members.compactMap { key, value in value.uriText.map { (key, $0) } }, variable)
      default:
        text = rule.expand(value.uriText ?? "", variable)
      }
      guard let text else { continue }
      uri += isFirst ? rule.first : rule.separator
      uri += text
      isFirst = false
    }
  }

  private func refuseIfSimple(_ variable: Variable, _ list: VariableList) throws {
    if list.operation == .simple, variable.modifier == .none {
      throw ExpansionError(template: source, variable: variable.name)
    }
  }
}

extension URITemplate.Operation {
  /// The table of RFC 6570, appendix A.
  fileprivate var rule: ExpansionRule {
    switch self {
    case .simple: ExpansionRule(first: "", separator: ",")
    case .reserved: ExpansionRule(first: "", separator: ",", allowsReserved: true)
    case .fragment: ExpansionRule(first: "#", separator: ",", allowsReserved: true)
    case .label: ExpansionRule(first: ".", separator: ".")
    case .path: ExpansionRule(first: "/", separator: "/")
    case .parameter: ExpansionRule(first: ";", separator: ";", isNamed: true)
    case .query: ExpansionRule(first: "?", separator: "&", isNamed: true, ifEmpty: "=")
    case .continuation: ExpansionRule(first: "&", separator: "&", isNamed: true, ifEmpty: "=")
    }
  }
}

private struct ExpansionRule {
  let first: String
  let separator: String
  var isNamed = false
  var ifEmpty = ""
  var allowsReserved = false

  func expand(_ text: String, _ variable: URITemplate.Variable) -> String {
    var text = text
    if case .prefix(let length) = variable.modifier { text = String(text.unicodeScalars.prefix(length)) }
    return named(variable.name, encode(text))
  }

  /// `nil` for an empty list, which is as good as undefined.
  func expand(_ items: [String], _ variable: URITemplate.Variable) -> String? {
    if items.isEmpty { return nil }
    let items = items.map(encode)
    guard variable.modifier == .explode else { return named(variable.name, items.joined(separator: ",")) }
    return (isNamed ? items.map { named(variable.name, $0) } : items).joined(separator: separator)
  }

  func expand(_ members: [(String, String)], _ variable: URITemplate.Variable) -> String? {
    if members.isEmpty { return nil }
    guard variable.modifier == .explode else {
      return named(variable.name, members.map { "\(encode($0)),\(encode($1))" }.joined(separator: ","))
    }
    return members.map { name, value in
      isNamed && value.isEmpty ? encode(name) + ifEmpty : "\(encode(name))=\(encode(value))"
    }.joined(separator: separator)
  }

  private func named(_ name: String, _ value: String) -> String {
    guard isNamed else { return value }
    return value.isEmpty ? name + ifEmpty : "\(name)=\(value)"
  }

  private func encode(_ text: String) -> String {
    percentEncoded(text[...], keepingReserved: allowsReserved)
  }
}

func encodedLiteral(_ text: Substring) -> String { percentEncoded(text, keepingReserved: true) }

/// Percent-encodes what may not stand in a URI; with `keepingReserved` also `%41` and the like stay.
private func percentEncoded(_ text: Substring, keepingReserved: Bool) -> String {
  let bytes = Array(text.utf8)
  var encoded: [UInt8] = []
  encoded.reserveCapacity(bytes.count)
  for (offset, byte) in bytes.enumerated() {
    let isTriplet =
      byte == UInt8(ascii: "%") && offset + 2 < bytes.count
      && bytes[(offset + 1)...(offset + 2)].allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
    if isUnreserved(byte) || keepingReserved && (isTriplet || ":/?#[]@!$&'()*+,;=".utf8.contains(byte)) {
      encoded.append(byte)
    } else {
      encoded.append(UInt8(ascii: "%"))
      encoded.append(contentsOf: [byte >> 4, byte & 15].map { UInt8(ascii: $0 < 10 ? "0" : "7") + $0 })
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"),
    UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
    true
  default: false
  }
}

extension JSONValue {
  /// A text, number or boolean as it stands in a URI; `nil` for null, arrays and objects.
  fileprivate var uriText: String? {
    switch self {
    case .string(let text): text
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .double(let value): Int64(exactly: value).map { String($0) } ?? String(value)
    case .decimal(let value): value.literal
    case .null, .array, .object: nil
    }
  }
}
