/// How a value is written. Every form is JSON as RFC 8259 has it.
public struct JSONWritingOptions: Sendable, Hashable {
  public var layout: Layout
  /// Whether keys are written in the order of their code points rather than of their adding.
  public var sortsKeys: Bool
  /// Whether characters beyond ASCII are written as `\u` escapes.
  public var escapesNonASCII: Bool

  public enum Layout: Sendable, Hashable {
    /// On one line without spaces.
    case compact
    /// One element a line, indented by so many spaces a level.
    case spaces(Int)
    /// One element a line, indented by one tab a level.
    case tabs
  }

  /// On one line without spaces.
  public static let compact = JSONWritingOptions()
  /// One element a line, indented by two spaces, as jq prints.
  public static let pretty = JSONWritingOptions(layout: .spaces(2))
  /// On one line, keys sorted: equal values become equal texts.
  public static let sorted = JSONWritingOptions(sortsKeys: true)

  public init(layout: Layout = .compact, sortsKeys: Bool = false, escapesNonASCII: Bool = false) {
    self.layout = layout
    self.sortsKeys = sortsKeys
    self.escapesNonASCII = escapesNonASCII
  }
}
