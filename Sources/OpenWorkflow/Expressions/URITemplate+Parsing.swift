extension URITemplate {
  /// Why a text is no URI template.
  struct Problem: Error {
    let message: String
  }

  /// The parts of a text without runtime expressions.
  static func parts(of text: String) throws(Problem) -> [Part] {
    var parts: [Part] = []
    var rest = text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[brace] == "{" else { throw Problem(message: "a '}' stands without its '{'") }
      guard let end = rest[brace...].firstIndex(of: "}") else { throw Problem(message: "'{' has no closing '}'") }
      if rest.startIndex < brace { parts.append(.text(encodedLiteral(rest[..<brace]))) }
      parts.append(.variables(try variables(rest[rest.index(after: brace)..<end])))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.text(encodedLiteral(rest))) }
    return parts
  }

  private static func variables(_ text: Substring) throws(Problem) -> VariableList {
    guard let first = text.first else { throw Problem(message: "'{}' names no variable") }
    if "=,!@|".contains(first) { throw Problem(message: "'{\(text)}' begins with '\(first)', which RFC 6570 reserves") }
    let operation = first == " " ? nil : Operation(rawValue: first)
    let names = operation == nil ? text : text.dropFirst()
    var variables: [Variable] = []
    for name in names.split(separator: ",", omittingEmptySubsequences: false) {
      variables.append(try variable(name, in: text))
    }
    return VariableList(operation: operation ?? .simple, variables: variables)
  }

  private static func variable(_ text: Substring, in list: Substring) throws(Problem) -> Variable {
    var name = text
    var modifier = Variable.Modifier.none
    if name.last == "*" {
      name = name.dropLast()
      modifier = .explode
    } else if let colon = name.firstIndex(of: ":") {
      guard let length = Int(name[name.index(after: colon)...]), (1..<10_000).contains(length) else {
        throw Problem(message: "'{\(list)}' needs a length from 1 to 9999 after ':'")
      }
      modifier = .prefix(length)
      name = name[..<colon]
    }
    guard isName(name) else {
      throw Problem(
        message: "'\(name)' in '{\(list)}' is no variable's name; use letters, digits, '_', '-' and '.', "
          + "or an expression '${ … }'")
    }
    return Variable(name: String(name), modifier: modifier)
  }

  /// A name of RFC 6570. Hyphens are accepted, too: a name is a key of the task's input.
  private static func isName(_ name: Substring) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.hasSuffix(".")
      && name.utf8.allSatisfy { isUnreserved($0) && $0 != UInt8(ascii: "~") || $0 == UInt8(ascii: "%") }
  }
}
