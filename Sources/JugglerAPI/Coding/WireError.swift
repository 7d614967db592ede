/// Where a JSON value is not what the API says it is.
public struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
  /// JSON Pointer (RFC 6901) to the place; empty for the value as a whole.
  public var pointer: String
  public var expected: String
  public var found: String

  public init(pointer: String, expected: String, found: String) {
    self.pointer = pointer
    self.expected = expected
    self.found = found
  }

  public var description: String {
    "\(pointer.isEmpty ? "" : "\(pointer): ")expected \(expected), found \(found)"
  }
}
