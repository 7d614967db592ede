struct ValueDecoder: Decoder {
  let value: JSONValue
  let place: CodingPlace

  var codingPath: [any CodingKey] { place.path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let object) = value else { throw mismatch([String: JSONValue].self, expected: "an object") }
    return KeyedDecodingContainer(KeyedDecoder<Key>(object: object, container: place.asContainer()))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch([JSONValue].self, expected: "an array") }
    return UnkeyedDecoder(elements: elements, container: place.asContainer())
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func mismatch(_ type: Any.Type, expected: String) -> DecodingError {
    let found = value.isNull ? "null" : "\(value.kind) \(value.excerpt)"
    return value.isNull
      ? .valueNotFound(type, context("expected \(expected), found \(found)"))
      : .typeMismatch(type, context("expected \(expected), found \(found)"))
  }

  func corrupted(expected: String) -> DecodingError {
    .dataCorrupted(context("expected \(expected), found \(value.kind) \(value.excerpt)"))
  }

  private func context(_ text: String) -> DecodingError.Context {
    DecodingError.Context(codingPath: codingPath, debugDescription: text)
  }
}

extension ValueDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { value.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .bool(let value) = value else { throw mismatch(type, expected: "true or false") }
    return value
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let value) = value else { throw mismatch(type, expected: "a string") }
    return value
  }

  func decode(_ type: Double.Type) throws -> Double {
    guard let value = value.doubleValue else { throw mismatch(type, expected: "a number") }
    return value
  }

  func decode(_ type: Float.Type) throws -> Float {
    let value = Float(try decode(Double.self))
    guard value.isFinite else { throw corrupted(expected: "a number that fits Float") }
    return value
  }

  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    // These are met as elements of arrays, where going through `T.init(from:)` would cost a box each.
    if type == String.self { return try decode(String.self) as! T }
    if type == Int.self { return try decode(Int.self) as! T }
    if type == Double.self { return try decode(Double.self) as! T }
    if type == JSONValue.self { return value as! T }
    return try decodeFoundation(type) ?? T(from: self)
  }

  private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    let result: T? =
      switch value {
      case .integer(let value): T(exactly: value)
      case .double(let value): T(exactly: value)
      case .decimal(let value): T(value.literal)
      default: throw mismatch(type, expected: "an integer")
      }
    guard let result else { throw corrupted(expected: "an integer that fits \(type)") }
    return result
  }
}

extension JSONValue {
  /// The start of the value's text, for messages.
  fileprivate var excerpt: String {
    let text = serialized()
    return text.count > 60 ? text.prefix(60) + "…" : text
  }
}
