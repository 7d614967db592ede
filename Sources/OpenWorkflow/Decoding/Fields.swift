/// The members of a mapping. Those that nobody takes are unknown.
struct Fields {
  let cursor: Cursor
  /// What the mapping is called in messages about its members.
  let name: String
  private let members: [Node.Member]
  private var taken: [Bool]
  private var known: [String] = []
  /// What is not there and must be: one of the keys each, and the message that says so.
  private(set) var missing: [(keys: [String], message: String)] = []

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

  mutating func miss(_ keys: [String], _ message: String) { missing.append((keys, message)) }

  /// The key that an unknown one probably means: a known one that is not there yet.
  func suggestion(for key: String) -> String? {
    let absent = known.filter { !contains($0) }
    return nearest(to: key, among: absent) ?? Self.synonyms[key.lowercased()]?.first(where: absent.contains)
  }

  /// What people write who come from other workflow languages.
  private static let synonyms = [
    "uri": ["endpoint"], "url": ["endpoint", "uri"], "params": ["query", "parameters"], "data": ["body"],
    "payload": ["body"], "json": ["body"], "next": ["then"], "goto": ["then"], "transition": ["then"],
    "condition": ["if", "when"], "when": ["if"], "if": ["when"], "steps": ["do"], "tasks": ["do"], "body": ["do"],
    "items": ["in"], "parallel": ["fork"], "sleep": ["wait"], "delay": ["wait"], "script": ["run", "code"],
    "args": ["arguments"], "env": ["environment"], "lang": ["language"], "max": ["count"], "maxattempts": ["limit"],
  ]

  var expectedKeys: [String] { known.sorted() }
}
