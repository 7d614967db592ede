internal import JSON

/// Turns the tree of a document into its definition, and reports all that is wrong on the way.
///
/// Its parts return `nil` for what they could not read, after they have reported why.
final class DocumentDecoder {
  let file: String
  let text: UnsafeBufferPointer<UInt8>
  private(set) var diagnostics: [Diagnostic] = []
  var mode = Evaluation.Mode.strict
  var components = ComponentTables()
  var filters = FilterCache()

  init(file: String, text: UnsafeBufferPointer<UInt8>) {
    self.file = file
    self.text = text
  }

  func error(_ message: String, at cursor: Cursor) {
    report(.error, message, cursor.position, cursor.path)
  }

  func error(_ message: String, atKeyOf cursor: Cursor) {
    report(.error, message, cursor.keyPosition, cursor.path)
  }

  func warning(_ message: String, atKeyOf cursor: Cursor) {
    report(.warning, message, cursor.keyPosition, cursor.path)
  }

  func report(_ severity: Diagnostic.Severity, _ message: String, _ position: SourcePosition, _ path: Path) {
    diagnostics.append(Diagnostic(severity, message, file: file, position: position, pointer: path.pointer))
  }

  func report(_ problems: [SyntaxProblem]) {
    for problem in problems { report(.error, problem.message, problem.position, .root) }
  }

  /// A document is never refused without a reason, even if a decoder forgot to give one.
  func ensureExplanation(of failure: Bool) {
    guard failure, !diagnostics.contains(where: { $0.severity == .error }) else { return }
    report(.error, "the document cannot be read", SourcePosition(line: 1, column: 1), .root)
  }
}
