extension JSONObject {
  /// Takes over parsed members, of which several may have one key: the last value wins, in the place of the first.
  init(movingFrom source: UnsafeMutablePointer<ObjectMember>, count: Int) {
    let storage = ObjectStorage.make(capacity: count)
    for position in 0..<count {
      let member = (source + position).move()
      if let earlier = storage.position(of: member.key) {
        storage.members[earlier].value = member.value
      } else {
        storage.append(member)
      }
    }
    self.init(storage: storage)
  }
}
