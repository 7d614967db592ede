/// Reads the values of a text one after another, as they stand on a stream: separated by white space,
/// or by nothing where brackets and quotes tell them apart.
///
/// ```swift
/// var parser = JSONParser(#"{"a":1} [2] 3"#)
/// while let value = try parser.parseNext() { … }
/// ```
public struct JSONParser: Sendable {
  /// How many bytes have been read.
  public private(set) var offset = 0
  private let bytes: [UInt8]
  private let options: JSONParsingOptions

  public init(_ text: String, options: JSONParsingOptions = .default) {
    self.init(text.utf8, options: options)
  }

  public init(_ bytes: some Sequence<UInt8>, options: JSONParsingOptions = .default) {
    self.bytes = Array(bytes)
    self.options = options
  }

  /// The next value, or `nil` at the end. After an error the parser stays where it is: the same error comes again.
  public mutating func parseNext() throws(JSONParseError) -> JSONValue? {
    var next = offset
    defer { offset = next }
    return try bytes.withUnsafeBufferPointer { (text) throws(JSONParseError) in
      var reader = ValueReader(text.orEmpty, offset: offset, options: options)
      do throws(ParseFailure) {
        if next == 0 { reader.skipByteOrderMark() }
        reader.skipWhitespace()
        guard reader.position < reader.end else {
          next = reader.offset
          return nil
        }
        let value = try reader.readValue()
        guard !reader.isWithinWord else { throw reader.failure(.trailingContent, .separator, at: reader.position) }
        next = reader.offset
        return value
      } catch {
        throw error.located(in: text.orEmpty)
      }
    }
  }
}

extension ValueReader {
  /// Whether the last byte read and the next one would run together, as in `12true`.
  fileprivate var isWithinWord: Bool {
    position > start && position < end && Self.isWordByte(position[-1]) && Self.isWordByte(position[0])
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }
}
