struct KeyedDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONObject
  let container: CodingPlace.Container

  var codingPath: [any CodingKey] { container.path }
  var allKeys: [Key] { object.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { object.contains(key: key.stringValue) }
  func decodeNil(forKey key: Key) throws -> Bool { try member(key).decodeNil() }

  // What usually is right is answered without a decoder, which only the error needs.

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    if case .bool(let value)? = object[key.stringValue] { return value }
    return try member(key).decode(type)
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    if case .string(let value)? = object[key.stringValue] { return value }
    return try member(key).decode(type)
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    if case .double(let value)? = object[key.stringValue] { return value }
    return try member(key).decode(type)
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try member(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
    if case .integer(let value)? = object[key.stringValue], let integer = Int(exactly: value) { return integer }
    return try member(key).decode(type)
  }

  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try member(key).decode(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try member(key).decode(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try member(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try member(key).decode(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try member(key).decode(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try member(key).decode(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try member(key).decode(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try member(key).decode(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try member(key).decode(type) }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try member(key).decode(type) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try member(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try member(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder {
    let key = NameKey("super")
    return ValueDecoder(value: object[key.stringValue] ?? .null, place: container.member(key))
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }

  private func member(_ key: Key) throws -> ValueDecoder {
    guard let value = object[key.stringValue] else {
      let keys = object.keys.prefix(20).joined(separator: ", ")
      throw DecodingError.keyNotFound(
        key,
        .init(
          codingPath: codingPath,
          debugDescription: "expected a member \"\(key.stringValue)\", found \(keys.isEmpty ? "none" : keys)"))
    }
    return ValueDecoder(value: value, place: container.member(key))
  }
}

struct UnkeyedDecoder: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let container: CodingPlace.Container
  private(set) var currentIndex = 0

  init(elements: [JSONValue], container: CodingPlace.Container) {
    self.elements = elements
    self.container = container
  }

  var codingPath: [any CodingKey] { container.path }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  mutating func decodeNil() throws -> Bool {
    guard try current(Never?.self).decodeNil() else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let result = try current(type).decode(type)
    currentIndex += 1
    return result
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try current([String: JSONValue].self).container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try current([JSONValue].self).unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try current(JSONValue.self)
    currentIndex += 1
    return decoder
  }

  private func current(_ type: Any.Type) throws -> ValueDecoder {
    let place = container.member(IndexKey(currentIndex))
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        type,
        .init(
          codingPath: place.path, debugDescription: "expected another element, found the end after \(elements.count)"))
    }
    return ValueDecoder(value: elements[currentIndex], place: place)
  }
}
