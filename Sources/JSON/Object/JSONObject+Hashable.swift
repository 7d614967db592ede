/// Equal when both have the same members, in any order.
extension JSONObject: Hashable {
  public static func == (a: Self, b: Self) -> Bool {
    if a.storage === b.storage { return true }
    guard a.count == b.count else { return false }
    for position in 0..<a.count {
      let member = a.storage.members[position]
      guard let other = b.storage.position(of: member.key), b.storage.members[other].value == member.value else {
        return false
      }
    }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    var combined = 0
    for (key, value) in self {
      var member = Hasher()
      member.combine(key)
      member.combine(value)
      combined ^= member.finalize()
    }
    hasher.combine(combined)
  }
}
