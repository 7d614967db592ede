/// The members of a mapping. Those that nobody takes are unknown.
struct Fields {
  let cursor: Cursor
  /// What the mapping is called in messages about its members.
  let name: String
  private let members: [Node.Member]
  private var taken: [Bool]
  private var known: [String] = []

  init(_ cursor: Cursor, members: [Node.Member], name: String? = nil) {
    self.cursor = cursor
    self.members = members
    self.name = name ?? cursor.name
    taken = Array(repeating: false, count: members.count)
  }

  /// The member of that name, which is from now on known.
  mutating func take(_ key: String) -> Cursor? {
    known.append(key)
    guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
    taken[index] = true
    return cursor.descend(members[index])
  }

  func contains(_ key: String) -> Bool { members.contains { $0.key == key } }

  var unknown: [Node.Member] { zip(members, taken).filter { !$1 }.map(\.0) }

  /// The key that an unknown one probably means: a known one that is not there yet.
  func suggestion(for key: String) -> String? {
    nearest(to: key, among: known.filter { !contains($0) })
  }

  var expectedKeys: [String] { known.sorted() }
}
