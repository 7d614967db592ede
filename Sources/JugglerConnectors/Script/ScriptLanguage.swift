internal import JSON
internal import Juggler

/// A language that scripts are written in, and the interpreter that runs them.
enum ScriptLanguage: Sendable, CaseIterable {
  case python, javascript

  init(argument: JSONValue?) throws {
    switch argument?.stringValue?.lowercased() {
    case "python", "python3", "py": self = .python
    case "javascript", "js", "node", "nodejs": self = .javascript
    default:
      throw Fault(
        .configuration,
        detail: "language: expected python or js, found \(argument?.serialized() ?? "nothing"). "
          + "Run other interpreters by a shell task")
    }
  }

  /// The commands that may run it, the best first.
  var interpreters: [String] {
    switch self {
    case .python: ["python3", "python"]
    case .javascript: ["node", "nodejs"]
    }
  }

  /// How the interpreter is told to run the bootstrap, which reads the script from the standard input.
  var arguments: [String] {
    switch self {
    case .python: ["-c", Self.pythonBootstrap]
    case .javascript: ["--experimental-vm-modules", "-e", Self.javascriptBootstrap]
    }
  }

  /// The name of inline code in messages.
  var fileName: String {
    switch self {
    case .python: "script.py"
    case .javascript: "script.js"
    }
  }

  var missing: Fault {
    switch self {
    case .python:
      Fault(
        .configuration,
        detail: "python3 was not found on the PATH: install Python 3, for example with `apt-get install python3`")
    case .javascript:
      Fault(
        .configuration,
        detail: "node was not found on the PATH: install Node.js 20 or later, for example with `apt-get install nodejs`"
      )
    }
  }

  /// Whether a variable can have that name.
  func isIdentifier(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !Self.keywords.contains(name) else { return false }
    let isDollarLetter = self == .javascript
    return (first.properties.isXIDStart || first == "_" || isDollarLetter && first == "$")
      && name.unicodeScalars.dropFirst().allSatisfy {
        $0.properties.isXIDContinue || isDollarLetter && $0 == "$"
      }
  }

  /// Words that neither language lets a variable be named.
  private static let keywords: Set<String> = [
    "break", "class", "continue", "else", "finally", "for", "if", "import", "in", "return", "try", "while", "with",
    "yield",
  ]
}
