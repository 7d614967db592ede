package import JSON

/// A value that may contain expressions. Parts without any are a single `.literal`.
package indirect enum Template: Sendable {
  case literal(JSONValue)
  /// A text that is one `${ … }` and nothing else: its result is the value.
  case expression(Expression)
  /// A text with `${ … }` inside: results are spliced into it.
  case interpolation([Segment])
  case array([Template])
  case object([(key: String, value: Template)])
  /// Only in mode `loose`: a text that is valid jq. When its evaluation fails, the text is the value.
  case loose(Expression, text: String)

  package enum Segment: Sendable {
    case text(String)
    case expression(Expression)
  }
}

extension Template {
  /// The value, when it holds no expression.
  package var literal: JSONValue? {
    if case .literal(let value) = self { value } else { nil }
  }
}
