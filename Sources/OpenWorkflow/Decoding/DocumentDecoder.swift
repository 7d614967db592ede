internal import JSON

/// Turns the tree of a document into its definition, and reports all that is wrong on the way.
///
/// Its parts return `nil` for what they could not read, after they have reported why.
final class DocumentDecoder {
  let file: String
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) lazy var text = SourceText(bytes)
  private(set) var diagnostics: [Diagnostic] = []
  private var counts: [Diagnostic.Severity: Int] = [:]
  var mode = Evaluation.Mode.strict
  var components = ComponentTables()
  var filters = FilterCache()

  init(file: String, text: UnsafeBufferPointer<UInt8>) {
    self.file = file
    bytes = text
  }

  func error(_ message: @autoclosure () -> String, at cursor: Cursor) {
    report(.error, message(), cursor.position, cursor.path)
  }

  func error(_ message: @autoclosure () -> String, atKeyOf cursor: Cursor) {
    report(.error, message(), cursor.keyPosition, cursor.path)
  }

  func warning(_ message: @autoclosure () -> String, atKeyOf cursor: Cursor) {
    report(.warning, message(), cursor.keyPosition, cursor.path)
  }

  /// The message is not even composed once there are too many.
  func report(
    _ severity: Diagnostic.Severity, _ message: @autoclosure () -> String,
    _ position: @autoclosure () -> SourcePosition,
    _ path: Path
  ) {
    counts[severity, default: 0] += 1
    guard counts[severity, default: 0] <= Self.maximum else { return }
    diagnostics.append(Diagnostic(severity, message(), file: file, position: position(), pointer: path.pointer))
  }

  func report(_ problems: [SyntaxProblem]) {
    for problem in problems { report(.error, problem.message, problem.position, .root) }
  }

  /// How many errors, and how many warnings, are reported of a document that has even more.
  private static let maximum = 1000

  var hasErrors: Bool { counts[.error] != nil }

  /// All diagnostics in the order of their places.
  func finish(hasValue: Bool) -> [Diagnostic] {
    ensureExplanation(of: !hasValue)
    var sorted = diagnostics.sorted { $0.position < $1.position }
    for severity in [Diagnostic.Severity.warning, .error] {
      let omitted = counts[severity, default: 0] - Self.maximum
      guard omitted > 0, let last = sorted.last else { continue }
      let message = "\(omitted) more \(severity.rawValue)s are not listed"
      sorted.append(Diagnostic(severity, message, file: file, position: last.position, pointer: ""))
    }
    return sorted
  }

  /// A document is never refused without a reason, even if a decoder forgot to give one.
  private func ensureExplanation(of failure: Bool) {
    guard failure, !hasErrors else { return }
    report(.error, "the document cannot be read", SourcePosition(line: 1, column: 1), .root)
  }
}
