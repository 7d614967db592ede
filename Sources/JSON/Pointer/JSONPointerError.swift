/// Why a JSON Pointer could not be read or followed.
public struct JSONPointerError: Error, Sendable, Hashable, CustomStringConvertible {
  public let code: Code
  /// The pointer's text.
  public let pointer: String
  /// How many of its tokens lead to the place where it went wrong.
  public let depth: Int
  public let expected: String
  public let found: String

  public enum Code: Sendable, Hashable {
    case syntax
    /// The value has no such member or element.
    case notFound
    /// The place is within a value that is neither object nor array.
    case notContainer
    /// The token cannot be an index: not a number, with leading zeros, or `-`.
    case invalidIndex
  }

  public var description: String {
    "JSON Pointer \(JSONValue.string(pointer).serialized()): expected \(expected), found \(found)"
  }

  static func syntax(_ text: String, expected: String) -> Self {
    JSONPointerError(code: .syntax, pointer: text, depth: 0, expected: expected, found: "another text")
  }
}
