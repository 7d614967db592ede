/// The way from a document's root to a value; it becomes text only when somebody asks.
final class Path: Sendable {
  enum Step: Sendable {
    case key(String)
    case index(Int)
  }

  static let root = Path(parent: nil, step: .key(""))

  let parent: Path?
  let step: Step

  init(parent: Path?, step: Step) {
    self.parent = parent
    self.step = step
  }

  /// JSON Pointer (RFC 6901).
  var pointer: String {
    guard let parent else { return "" }
    switch step {
    case .index(let index): return "\(parent.pointer)/\(index)"
    case .key(let key):
      guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
        return "\(parent.pointer)/\(key)"
      }
      var escaped = ""
      for character in key {
        switch character {
        case "~": escaped += "~0"
        case "/": escaped += "~1"
        default: escaped.append(character)
        }
      }
      return "\(parent.pointer)/\(escaped)"
    }
  }

  /// What the value is called in messages: `'with'`, `item 2 of 'arguments'`.
  var name: String {
    switch step {
    case .key(let key): parent == nil ? "the document" : "'\(key.abbreviated)'"
    case .index(let index): "item \(index + 1) of \(parent?.name ?? "the document")"
    }
  }
}
