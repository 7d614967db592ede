import JSON

struct Token {
  let kind: Kind
  /// Bytes before the token.
  let offset: Int

  enum Kind: Equatable {
    case identifier(String)
    /// `.name`
    case field(String)
    /// `$name`
    case variable(String)
    case number(String)
    /// `@name`
    case format(String)
    case keyword(Keyword)
    case symbol(Symbol)
    /// A string's parts; an interpolation is kept as its tokens' range.
    case stringStart
    case stringText(String)
    case interpolationStart
    case interpolationEnd
    case stringEnd
    case end
  }

  enum Keyword: String, CaseIterable {
    case `as`, def, module, `import`, include, `if`, then, `else`, elif, end, and, or, reduce, foreach
    case `try`, `catch`, label, `break`
    case location = "__loc__"
  }

  enum Symbol: String {
    case dot = "."
    case recurse = ".."
    case question = "?"
    case assign = "="
    case semicolon = ";"
    case comma = ","
    case colon = ":"
    case pipe = "|"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case modulo = "%"
    case less = "<"
    case greater = ">"
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case alternative = "//"
    case updateAssign = "|="
    case plusAssign = "+="
    case minusAssign = "-="
    case timesAssign = "*="
    case divideAssign = "/="
    case moduloAssign = "%="
    case alternativeAssign = "//="
    case destructuringAlternative = "?//"
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
  }

  /// The token as an error message names it.
  var description: String {
    switch kind {
    case .identifier(let name): "'\(name)'"
    case .field(let name): "'.\(name)'"
    case .variable(let name): "'$\(name)'"
    case .number(let text): "number \(text)"
    case .format(let name): "'@\(name)'"
    case .keyword(.location): "'$__loc__'"
    case .keyword(let keyword): "'\(keyword.rawValue)'"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    case .stringStart, .stringText, .stringEnd: "a string"
    case .interpolationStart: "'\\('"
    case .interpolationEnd: "')'"
    case .end: "the end of the filter"
    }
  }
}
