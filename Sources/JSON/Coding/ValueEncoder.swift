struct ValueEncoder: Encoder {
  let slot: EncodingSlot
  let place: CodingPlace

  var codingPath: [any CodingKey] { place.path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.beginObject()
    return KeyedEncodingContainer(KeyedEncoder<Key>(slot: slot, container: place.asContainer()))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.beginArray()
    return UnkeyedEncoder(slot: slot, container: place.asContainer())
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension ValueEncoder: SingleValueEncodingContainer {
  func encodeNil() { slot.set(.null) }
  func encode(_ value: Bool) { slot.set(.bool(value)) }
  func encode(_ value: String) { slot.set(.string(value)) }
  func encode(_ value: Double) throws { slot.set(try .encoded(value, at: place)) }
  func encode(_ value: Float) throws { slot.set(try .encoded(value, at: place)) }
  func encode(_ value: Int) { slot.set(JSONValue(value)) }
  func encode(_ value: Int8) { slot.set(JSONValue(value)) }
  func encode(_ value: Int16) { slot.set(JSONValue(value)) }
  func encode(_ value: Int32) { slot.set(JSONValue(value)) }
  func encode(_ value: Int64) { slot.set(JSONValue(value)) }
  func encode(_ value: Int128) { slot.set(JSONValue(value)) }
  func encode(_ value: UInt) { slot.set(JSONValue(value)) }
  func encode(_ value: UInt8) { slot.set(JSONValue(value)) }
  func encode(_ value: UInt16) { slot.set(JSONValue(value)) }
  func encode(_ value: UInt32) { slot.set(JSONValue(value)) }
  func encode(_ value: UInt64) { slot.set(JSONValue(value)) }
  func encode(_ value: UInt128) { slot.set(JSONValue(value)) }

  func encode<T: Encodable>(_ value: T) throws {
    if let scalar = try JSONValue(scalar: value, at: place) {
      slot.set(scalar)
    } else {
      try value.encode(to: self)
    }
  }
}

extension JSONValue {
  /// The value of a type that needs no encoder; `nil` for others.
  init?<T: Encodable>(scalar value: T, at place: @autoclosure () -> CodingPlace) throws {
    if T.self == String.self {
      self = .string(value as! String)
    } else if T.self == Int.self {
      self = .integer(Int64(value as! Int))
    } else if T.self == Double.self {
      self = try .encoded(value as! Double, at: place())
    } else if T.self == Bool.self {
      self = .bool(value as! Bool)
    } else if T.self == JSONValue.self {
      self = value as! JSONValue
    } else if let value = try JSONValue(foundation: value, at: place()) {
      self = value
    } else {
      return nil
    }
  }

  static func encoded(_ value: Double, at place: @autoclosure () -> CodingPlace) throws -> JSONValue {
    guard value.isFinite else {
      throw EncodingError.invalidValue(
        value,
        .init(
          codingPath: place().path, debugDescription: "expected a finite number, as JSON has no other, found \(value)"))
    }
    return .double(value)
  }

  /// A float's own shortest digits, not those of the double nearest to it.
  static func encoded(_ value: Float, at place: @autoclosure () -> CodingPlace) throws -> JSONValue {
    _ = try encoded(Double(value), at: place())
    return .double(Double(value.description) ?? Double(value))
  }
}
