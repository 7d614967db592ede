internal import JSON

/// Collects the members of a YAML mapping: merges `<<`, and refuses keys that are no text or stand twice.
struct MappingBuilder {
  private(set) var members: [Node.Member] = []
  private var indices: [String: Int] = [:]
  /// Keys that came by `<<`, which the mapping's own override.
  private var merged: Set<String> = []

  mutating func add(key: Node, value: Node) -> SyntaxProblem? {
    guard case .scalar(let text, let style) = key.content else {
      return SyntaxProblem(message: "a key must be a text, found \(key.description)", position: key.position)
    }
    if text == "<<", style == .plain { return merge(value) }
    return add(Node.Member(key: text, keyPosition: key.position, value: value))
  }

  mutating func add(_ member: Node.Member) -> SyntaxProblem? {
    guard let index = find(member.key) else {
      append(member)
      return nil
    }
    if merged.remove(member.key) != nil {
      members[index] = member
      return nil
    }
    return SyntaxProblem(
      message:
        "duplicate key '\(member.key.abbreviated)'; it stands in line \(members[index].keyPosition.line) already",
      position: member.keyPosition)
  }

  private mutating func merge(_ value: Node) -> SyntaxProblem? {
    let sources: [Node] = if case .sequence(let items) = value.content { items } else { [value] }
    for source in sources {
      guard case .mapping(let inherited) = source.content else {
        return SyntaxProblem(
          message: "'<<' merges a mapping or a list of mappings, found \(source.description)", position: source.position
        )
      }
      for member in inherited where find(member.key) == nil {
        append(member)
        merged.insert(member.key)
      }
    }
    return nil
  }

  private mutating func append(_ member: Node.Member) {
    members.append(member)
    // Most mappings are small: searching them costs less than hashing.
    if members.count > 12 {
      if indices.isEmpty { for (index, member) in members.enumerated() { indices[member.key] = index } }
      indices[member.key] = members.count - 1
    }
  }

  private func find(_ key: String) -> Int? {
    indices.isEmpty ? members.firstIndex { $0.key == key } : indices[key]
  }
}
