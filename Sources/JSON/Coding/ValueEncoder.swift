/// Where an encoder puts its result: a value, or a container that grows while its owner encodes.
final class EncodingSlot {
  private enum Content {
    case empty
    case value(JSONValue)
    case elements([EncodingSlot])
    case members([(key: String, slot: EncodingSlot)])
  }

  private var content = Content.empty

  func set(_ value: JSONValue) { content = .value(value) }

  func beginArray() { if case .elements = content {} else { content = .elements([]) } }

  func beginObject() { if case .members = content {} else { content = .members([]) } }

  var elementCount: Int { if case .elements(let slots) = content { slots.count } else { 0 } }

  func addElement() -> EncodingSlot {
    guard case .elements(var slots) = content else { return EncodingSlot() }
    content = .empty
    let slot = EncodingSlot()
    slots.append(slot)
    content = .elements(slots)
    return slot
  }

  func addMember(_ key: String) -> EncodingSlot {
    guard case .members(var slots) = content else { return EncodingSlot() }
    content = .empty
    let slot = EncodingSlot()
    slots.append((key, slot))
    content = .members(slots)
    return slot
  }

  /// What was encoded; an empty object when nothing was, as JSON knows nothing emptier for a type.
  func finish() -> JSONValue {
    switch content {
    case .empty: .object([:])
    case .value(let value): value
    case .elements(let slots): .array(slots.map { $0.finish() })
    case .members(let slots): .object(JSONObject(slots.map { ($0.key, $0.slot.finish()) }))
    }
  }
}

struct ValueEncoder: Encoder {
  let slot: EncodingSlot
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(slot: EncodingSlot = EncodingSlot(), codingPath: [any CodingKey]) {
    self.slot = slot
    self.codingPath = codingPath
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.beginObject()
    return KeyedEncodingContainer(KeyedEncoder<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.beginArray()
    return UnkeyedEncoder(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func nested(_ key: some CodingKey) -> ValueEncoder {
    ValueEncoder(slot: slot.addMember(key.stringValue), codingPath: codingPath + [key])
  }

  func nestedElement() -> ValueEncoder {
    let index = slot.elementCount
    return ValueEncoder(slot: slot.addElement(), codingPath: codingPath + [IndexKey(index)])
  }
}

extension ValueEncoder: SingleValueEncodingContainer {
  func encodeNil() { slot.set(.null) }
  func encode(_ value: Bool) { slot.set(.bool(value)) }
  func encode(_ value: String) { slot.set(.string(value)) }
  func encode(_ value: Double) throws { slot.set(.double(try finite(value))) }
  func encode(_ value: Float) throws { slot.set(try number(value)) }
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

  func encode(_ value: some Encodable) throws {
    if let value = value as? JSONValue {
      slot.set(value)
    } else if let value = try JSONValue(foundation: value, codingPath: codingPath) {
      slot.set(value)
    } else {
      try value.encode(to: self)
    }
  }

  private func finite(_ value: Double) throws -> Double {
    guard value.isFinite else {
      throw EncodingError.invalidValue(
        value,
        .init(
          codingPath: codingPath, debugDescription: "expected a finite number, as JSON has no other, found \(value)"))
    }
    return value
  }

  /// A float's own shortest digits, not those of the double nearest to it.
  private func number(_ value: Float) throws -> JSONValue {
    _ = try finite(Double(value))
    return .double(Double(value.description) ?? Double(value))
  }
}
