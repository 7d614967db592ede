/// An open-addressing table from keys to positions in an object's members.
///
/// Hashing is seeded by the process (`Hasher`), so that chosen keys cannot make it slow.
struct KeyIndex {
  /// Position + 1 in each used slot; 0 is free. The count is a power of two, at least twice the members'.
  private var slots: [UInt32]
  private var mask: Int { slots.count - 1 }

  init(members: UnsafeMutablePointer<ObjectMember>, count: Int) {
    slots = Self.emptySlots(for: count)
    for position in 0..<count { place(position, members) }
  }

  func position(of key: String, in members: UnsafeMutablePointer<ObjectMember>) -> Int? {
    var slot = Self.hash(key) & mask
    while slots[slot] != 0 {
      let position = Int(slots[slot]) - 1
      if members[position].key.hasSameBytes(as: key) { return position }
      slot = (slot + 1) & mask
    }
    return nil
  }

  mutating func insert(_ position: Int, members: UnsafeMutablePointer<ObjectMember>, count: Int) {
    if count * 2 > slots.count {
      self = KeyIndex(members: members, count: count)
    } else {
      place(position, members)
    }
  }

  private mutating func place(_ position: Int, _ members: UnsafeMutablePointer<ObjectMember>) {
    var slot = Self.hash(members[position].key) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = UInt32(position + 1)
  }

  private static func emptySlots(for count: Int) -> [UInt32] {
    var size = 32
    while size < count * 3 { size *= 2 }
    return [UInt32](repeating: 0, count: size)
  }

  private static func hash(_ key: String) -> Int {
    var hasher = Hasher()
    key.withUTF8Bytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return hasher.finalize()
  }
}
