package import JQ

/// A compiled runtime expression.
package final class Expression: Sendable {
  /// The jq text, without `${ }`.
  package let source: String
  package let filter: Filter
  /// Where it stands in the document.
  package let position: SourcePosition

  package init(source: String, filter: Filter, position: SourcePosition) {
    self.source = source
    self.filter = filter
    self.position = position
  }
}
