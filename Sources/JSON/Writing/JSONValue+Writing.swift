extension JSONValue {
  /// The value as JSON text.
  ///
  /// Doubles are written with the fewest digits that read back as the same double, without fraction when they have
  /// none; NaN becomes `null` and infinities the greatest finite double, as in jq.
  public func serialized(_ options: JSONWritingOptions = .compact) -> String {
    var writer = ValueWriter(options)
    writer.write(self)
    return String(decoding: writer.sink.bytes, as: UTF8.self)
  }

  /// Appends the value as JSON text in UTF-8.
  public func write(into bytes: inout [UInt8], _ options: JSONWritingOptions = .compact) {
    var writer = ValueWriter(options)
    writer.write(self)
    bytes.append(contentsOf: writer.sink.bytes)
  }

  /// Calls `body` with the value as JSON text in UTF-8, which is there as long as the call lasts.
  public func withSerializedBytes<R>(
    _ options: JSONWritingOptions = .compact, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) -> R {
    var writer = ValueWriter(options)
    writer.write(self)
    return body(writer.sink.bytes)
  }

  /// The value as JSON text in UTF-8.
  public func serializedBytes(_ options: JSONWritingOptions = .compact) -> [UInt8] {
    var writer = ValueWriter(options)
    writer.write(self)
    return Array(writer.sink.bytes)
  }
}

/// Compact JSON text.
extension JSONValue: CustomStringConvertible {
  public var description: String { serialized() }
}
