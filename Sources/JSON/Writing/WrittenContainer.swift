/// An array or object that is being written, and how far.
struct WrittenContainer {
  private enum Content {
    case array([JSONValue])
    case object(JSONObject)
    case sorted(JSONObject, order: [Int])
  }

  enum Step {
    case element(JSONValue, isFirst: Bool)
    case member(ObjectMember, isFirst: Bool)
    case end
  }

  private let content: Content
  private let count: Int
  private var position = 0

  init(_ elements: [JSONValue]) {
    content = .array(elements)
    count = elements.count
  }

  init(_ object: JSONObject, sortsKeys: Bool) {
    count = object.count
    if sortsKeys, object.count > 1 {
      let members = object.storage.members
      content = .sorted(
        object, order: (0..<object.count).sorted { members[$0].key.precedesInBytes(members[$1].key) })
    } else {
      content = .object(object)
    }
  }

  var isObject: Bool { if case .array = content { false } else { true } }
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func next() -> Step {
    guard position < count else { return .end }
    let current = position
    position += 1
    switch content {
    case .array(let elements): return .element(elements[current], isFirst: current == 0)
    case .object(let object): return .member(object.storage.members[current], isFirst: current == 0)
    case .sorted(let object, let order): return .member(object.storage.members[order[current]], isFirst: current == 0)
    }
  }
}
