/// Where an encoder puts its result: a value, or a container that grows while its owner encodes.
final class EncodingSlot {
  private enum Content {
    case empty
    case value(JSONValue)
    case array
    case object
  }

  private var content = Content.empty
  private var elements: [JSONValue] = []
  private var members = JSONObject()
  /// The elements or members that are encoded elsewhere, and take the place of a `null` in the end.
  private var pending: [(position: Int, slot: EncodingSlot)] = []

  func set(_ value: JSONValue) { content = .value(value) }

  func beginArray() { content = .array }

  func beginObject() { content = .object }

  var elementCount: Int { elements.count }

  func add(_ value: JSONValue) { elements.append(value) }

  func add(_ value: JSONValue, forKey key: String) { members[key] = value }

  func addElement() -> EncodingSlot {
    let slot = EncodingSlot()
    pending.append((elements.count, slot))
    elements.append(.null)
    return slot
  }

  func addMember(_ key: String) -> EncodingSlot {
    let slot = EncodingSlot()
    let position = members.index(forKey: key) ?? members.count
    members[key] = .null
    pending.append((position, slot))
    return slot
  }

  /// What was encoded; an empty object when nothing was, as JSON knows nothing emptier for a type.
  func finish() -> JSONValue {
    switch content {
    case .empty: return .object([:])
    case .value(let value): return value
    case .array:
      for (position, slot) in pending { elements[position] = slot.finish() }
      return .array(elements)
    case .object:
      for (position, slot) in pending { members.withValue(at: position) { $0 = slot.finish() } }
      return .object(members)
    }
  }
}
