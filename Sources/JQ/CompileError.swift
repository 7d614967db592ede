/// Why and where a filter cannot be compiled.
public struct CompileError: Error, Sendable, Hashable {
  /// What is wrong, as `syntax error, unexpected ')'` or `$name is not defined`.
  public let message: String
  /// Bytes of UTF-8 before the place of the error.
  public let offset: Int
  /// The line in the filter, counted from 1.
  public let line: Int
  /// The place in the line, counted from 1 in Unicode scalars.
  public let column: Int

  init(_ error: SyntaxError, in source: String) {
    message = error.message
    offset = error.offset
    var line = 1
    var column = 1
    var bytes = 0
    for scalar in source.unicodeScalars {
      if bytes >= error.offset { break }
      bytes += UTF8.width(scalar)
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }
}

extension CompileError: CustomStringConvertible {
  public var description: String { "\(message) at line \(line), column \(column)" }
}
