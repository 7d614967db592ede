extension JSONObject {
  /// Takes over parsed members, of which several may have one key: the last value wins, in the place of the first.
  init(movingFrom source: UnsafeMutablePointer<ObjectMember>, count: Int) {
    let storage = ObjectStorage.make(capacity: count)
    if count <= ObjectStorage.linearSearchLimit, !Self.hasDuplicateKeys(source, count) {
      storage.members.moveInitialize(from: source, count: count)
      storage.header.count = count
    } else {
      for position in 0..<count {
        let member = (source + position).move()
        if let earlier = storage.position(of: member.key) {
          storage.members[earlier].value = member.value
        } else {
          storage.append(member)
        }
      }
    }
    self.init(storage: storage)
  }

  @inline(__always)
  private static func hasDuplicateKeys(_ members: UnsafeMutablePointer<ObjectMember>, _ count: Int) -> Bool {
    for position in 0..<count {
      for earlier in 0..<position where members[earlier].key.hasSameBytes(as: members[position].key) { return true }
    }
    return false
  }
}
