/// A problem found in a document: what was expected, what was found, where, and what to do.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: String, Sendable, Hashable {
    /// The document cannot run.
    case error
    /// The document runs, though probably not as its author thinks.
    case warning
  }

  package let severity: Severity
  package let message: String
  package let file: String
  package let position: SourcePosition
  /// JSON Pointer (RFC 6901) to the value the message is about.
  package let pointer: String

  package init(
    _ severity: Severity, _ message: String, file: String, position: SourcePosition, pointer: String
  ) {
    self.severity = severity
    self.message = message
    self.file = file
    self.position = position
    self.pointer = pointer
  }

  package var line: Int { position.line }
  package var column: Int { position.column }
}

/// `file:line:col: error: message`, as compilers print it.
extension Diagnostic: CustomStringConvertible {
  package var description: String {
    "\(file):\(line):\(column): \(severity.rawValue): \(message)"
  }
}
