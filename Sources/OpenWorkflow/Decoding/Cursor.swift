internal import JSON

/// A value, and the way that led to it.
struct Cursor {
  let node: Node
  let path: Path
  /// Where the key stands that names this value; where the value stands when none does.
  let keyPosition: SourcePosition

  var position: SourcePosition { node.position }
  var value: JSONValue { node.value }
  var name: String { path.name }

  init(root: Node) {
    node = root
    path = .root
    keyPosition = root.position
  }

  private init(node: Node, path: Path, keyPosition: SourcePosition) {
    self.node = node
    self.path = path
    self.keyPosition = keyPosition
  }

  func descend(_ member: Node.Member) -> Cursor {
    Cursor(node: member.value, path: Path(parent: path, step: .key(member.key)), keyPosition: member.keyPosition)
  }

  func descend(_ item: Node, at index: Int) -> Cursor {
    Cursor(node: item, path: Path(parent: path, step: .index(index)), keyPosition: item.position)
  }

  /// The value at a JSON Pointer below this one, or the nearest above it.
  func descend(toward pointer: String) -> Cursor {
    var cursor = self
    for token in (try? JSONPointer(parsing: pointer))?.tokens ?? [] {
      switch cursor.node.content {
      case .mapping(let members):
        guard let member = members.first(where: { $0.key == token }) else { return cursor }
        cursor = cursor.descend(member)
      case .sequence(let items):
        guard let index = Int(token), items.indices.contains(index) else { return cursor }
        cursor = cursor.descend(items[index], at: index)
      case .scalar: return cursor
      }
    }
    return cursor
  }

  /// The text, when the value is a string.
  var text: String? { node.value.stringValue }

  var isNull: Bool { node.value.isNull }
}
