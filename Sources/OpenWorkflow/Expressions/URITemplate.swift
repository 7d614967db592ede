/// A URI template (RFC 6570, level 4) in which runtime expressions may stand, too.
package struct URITemplate: Sendable {
  package enum Part: Sendable {
    case text(String)
    case variables(VariableList)
    /// A `${ … }`, spliced as it is.
    case expression(Expression)
  }

  /// What stands in one pair of braces.
  package struct VariableList: Sendable, Hashable {
    package let operation: Operation
    package let variables: [Variable]
  }

  package struct Variable: Sendable, Hashable {
    package enum Modifier: Sendable, Hashable {
      case none
      case explode
      case prefix(Int)
    }

    package let name: String
    package let modifier: Modifier
  }

  package enum Operation: Character, Sendable {
    case simple = " "
    case reserved = "+"
    case fragment = "#"
    case label = "."
    case path = "/"
    case parameter = ";"
    case query = "?"
    case continuation = "&"
  }

  /// The text as written.
  package let source: String
  package let parts: [Part]
  /// The URI without variables or expressions; `nil` when it has some.
  package let literal: String?

  package init(source: String, parts: [Part]) {
    self.source = source
    self.parts = parts
    var literal: String? = ""
    for part in parts {
      if case .text(let text) = part { literal?.append(text) } else { literal = nil }
    }
    self.literal = literal
  }
}
