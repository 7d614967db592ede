struct KeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let slot: EncodingSlot
  let container: CodingPlace.Container

  var codingPath: [any CodingKey] { container.path }

  func encodeNil(forKey key: Key) { slot.add(.null, forKey: key.stringValue) }
  func encode(_ value: Bool, forKey key: Key) { slot.add(.bool(value), forKey: key.stringValue) }
  func encode(_ value: String, forKey key: Key) { slot.add(.string(value), forKey: key.stringValue) }
  func encode(_ value: Int, forKey key: Key) { slot.add(.integer(Int64(value)), forKey: key.stringValue) }
  func encode(_ value: Int64, forKey key: Key) { slot.add(.integer(value), forKey: key.stringValue) }

  func encode(_ value: Double, forKey key: Key) throws {
    slot.add(try .encoded(value, at: container.member(key)), forKey: key.stringValue)
  }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    if let scalar = try JSONValue(scalar: value, at: container.member(key)) {
      slot.add(scalar, forKey: key.stringValue)
    } else {
      try value.encode(to: nested(key))
    }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    nested(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { nested(NameKey("super")) }
  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

  private func nested(_ key: some CodingKey) -> ValueEncoder {
    ValueEncoder(slot: slot.addMember(key.stringValue), place: container.member(key))
  }
}

struct UnkeyedEncoder: UnkeyedEncodingContainer {
  let slot: EncodingSlot
  let container: CodingPlace.Container

  var codingPath: [any CodingKey] { container.path }
  var count: Int { slot.elementCount }

  func encodeNil() { slot.add(.null) }

  func encode<T: Encodable>(_ value: T) throws {
    if let scalar = try JSONValue(scalar: value, at: place) {
      slot.add(scalar)
    } else {
      try value.encode(to: nested())
    }
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    nested().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
  func superEncoder() -> any Encoder { nested() }

  private var place: CodingPlace { container.member(IndexKey(slot.elementCount)) }

  private func nested() -> ValueEncoder {
    let place = place
    return ValueEncoder(slot: slot.addElement(), place: place)
  }
}
