extension JSONValue {
  /// Parses a text that holds one JSON value (RFC 8259) and nothing else but white space.
  ///
  /// A leading byte order mark is skipped. Integers that fit 64 bits become `.integer`, numbers that a double keeps
  /// `.double`, and those with more than 17 significant digits, or beyond a double's range, `.decimal`.
  public init(parsing text: String, options: JSONParsingOptions = .default) throws(JSONParseError) {
    self = try text.withUTF8Bytes { bytes in Result { () throws(JSONParseError) in try Self.parse(bytes, options) } }
      .get()
  }

  /// Parses UTF-8 bytes, such as `[UInt8]`, `Data`, `ByteBufferView` or `UnsafeRawBufferPointer`.
  public init(parsing bytes: some Sequence<UInt8>, options: JSONParsingOptions = .default) throws(JSONParseError) {
    self = try bytes.withBytes { bytes in Result { () throws(JSONParseError) in try Self.parse(bytes, options) } }.get()
  }

  /// Parses UTF-8 bytes.
  public init(parsing bytes: Span<UInt8>, options: JSONParsingOptions = .default) throws(JSONParseError) {
    self = try bytes.withUnsafeBufferPointer { (bytes) throws(JSONParseError) in
      try Self.parse(bytes.orEmpty, options)
    }
  }

  private static func parse(
    _ text: UnsafeBufferPointer<UInt8>, _ options: JSONParsingOptions
  ) throws(JSONParseError) -> JSONValue {
    var reader = ValueReader(text, options: options)
    do throws(ParseFailure) {
      reader.skipByteOrderMark()
      let value = try reader.readValue()
      reader.skipWhitespace()
      guard reader.position == reader.end else { throw reader.failure(.trailingContent, .end, at: reader.position) }
      return value
    } catch {
      throw error.located(in: text)
    }
  }
}

extension Sequence<UInt8> {
  /// Calls `body` with the bytes in one piece, whose base address is never nil.
  func withBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    if let result = withContiguousStorageIfAvailable({ body($0.orEmpty) }) { return result }
    return ContiguousArray(self).withUnsafeBufferPointer { body($0.orEmpty) }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The same bytes with a base address also when there are none.
  var orEmpty: Self { baseAddress == nil ? Self(start: Self.nowhere, count: 0) : self }

  private static var nowhere: UnsafePointer<UInt8> { UnsafePointer(bitPattern: 1)! }
}
