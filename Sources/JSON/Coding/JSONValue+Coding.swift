extension JSONValue {
  /// The JSON form of any `Encodable`, without a detour over text.
  ///
  /// Dates become ISO 8601 in UTC (`2026-02-03T04:05:06Z`, with milliseconds where there are any), `Data` becomes
  /// base64, URLs their text and `Decimal` a number with all its digits.
  ///
  /// - Throws: `EncodingError` with the coding path, for NaN and infinities among others.
  public init(encoding value: some Encodable) throws {
    let slot = EncodingSlot()
    try ValueEncoder(slot: slot, place: .root).encode(value)
    self = slot.finish()
  }

  /// The value as a `Decodable` type; the counterpart of `init(encoding:)`.
  ///
  /// A number without fraction decodes as an integer however it is written (`1.0` is 1), provided that it fits.
  ///
  /// - Throws: `DecodingError` with the coding path, what was expected and what was found.
  public func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try ValueDecoder(value: self, place: .root).decode(type)
  }
}
