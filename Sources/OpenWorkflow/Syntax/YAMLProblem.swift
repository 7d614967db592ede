internal import CYaml

extension SyntaxProblem {
  /// What libyaml says about its failure, with what to do where that is known.
  init(_ parser: yaml_parser_t, _ text: UnsafeBufferPointer<UInt8>) {
    let problem = parser.problem.map { String(cString: $0) } ?? "the document cannot be read"
    if parser.error == YAML_READER_ERROR {
      self.init(
        message: "\(problem); a document must be valid UTF-8 text",
        position: SourceText(text).position(of: Int(parser.problem_offset)))
      return
    }
    let position = SourcePosition(parser.problem_mark)
    let hint = Self.hint(problem, at: position, text)
    let context = parser.context.map { String(cString: $0) }
    let start = SourcePosition(parser.context_mark)
    let place = context.map { " \($0)" + (start < position ? " that starts in line \(start.line)" : "") } ?? ""
    self.init(message: "invalid YAML: \(problem)\(place)\(hint)", position: position)
  }

  private static func hint(_ problem: String, at position: SourcePosition, _ text: UnsafeBufferPointer<UInt8>) -> String
  {
    let line = SourceText(text).line(position.line)
    let found = line.dropFirst(position.column - 1).first
    switch problem {
    case "found character that cannot start any token":
      return switch found {
      case "\t": "; indent with spaces, a tab is not allowed here"
      case "@", "`", "%": "; put a text that starts with '\(found ?? " ")' into quotes"
      default: ""
      }
    case "mapping values are not allowed in this context":
      return "; check the indentation, or put a text that contains ': ' into quotes"
    case "could not find expected ':'":
      return "; a key needs a ':' after it, and a text of several lines needs '|' or quotes"
    case "did not find expected ',' or '}'", "did not find expected ',' or ']'":
      return "; put a text with one of '{ } [ ] , :' into quotes"
    case "did not find expected key", "did not find expected '-' indicator":
      return "; check the indentation"
    default:
      return ""
    }
  }
}
