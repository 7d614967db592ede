/// Why and where a text is not the JSON that was asked for.
public struct JSONParseError: Error, Sendable, Hashable {
  public let code: Code
  /// Bytes before the error, counted from 0.
  public let offset: Int
  /// The line of the error, counted from 1; lines end with LF, CR LF or CR.
  public let line: Int
  /// The place in the line, counted from 1 in Unicode scalars.
  public let column: Int
  /// What would have been right there.
  public let expected: String
  /// What was there instead.
  public let found: String

  public enum Code: Sendable, Hashable {
    /// Something else stands where the grammar allows only `expected`.
    case unexpectedCharacter
    /// The text ends before the value does.
    case unexpectedEnd
    /// Another value follows the only one allowed.
    case trailingContent
    /// A number that RFC 8259 does not allow, such as `01`, `1.` or `.5`.
    case invalidNumber
    /// A backslash followed by what is no escape, or a rejected lone surrogate.
    case invalidEscape
    /// A control character that stands in a string unescaped.
    case controlCharacter
    /// Bytes that are not UTF-8.
    case invalidUTF8
    /// A key that the same object had before.
    case duplicateKey
    /// More open arrays and objects than the limit allows.
    case depthLimitExceeded
  }
}

extension JSONParseError: CustomStringConvertible {
  public var description: String {
    "line \(line), column \(column) (byte \(offset)): expected \(expected), found \(found)"
  }
}
