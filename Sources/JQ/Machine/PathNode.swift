import JSON

/// A path as a list from its last step to the root, shared by all paths that begin alike.
final class PathNode: Sendable {
  /// `nil` at the root.
  let parent: PathNode?
  let key: JSONValue
  /// What lies there: only from this very value may the path go on.
  let value: JSONValue

  /// Steps from the root. Bounded, since a chain is freed recursively.
  let depth: Int

  init(root value: JSONValue) {
    parent = nil
    key = .null
    self.value = value
    depth = 0
  }

  init(_ parent: PathNode, _ key: JSONValue, _ value: JSONValue) throws(Raised) {
    guard parent.depth < Self.depthLimit else { throw Raised("Path too deep") }
    self.parent = parent
    self.key = key
    self.value = value
    depth = parent.depth + 1
  }

  static let depthLimit = 10_000

  /// The steps from the root, as jq writes paths.
  var steps: [JSONValue] {
    var steps: [JSONValue] = []
    var node = self
    while let parent = node.parent {
      steps.append(node.key)
      node = parent
    }
    steps.reverse()
    return steps
  }
}

extension JSONValue {
  /// Whether both are the same value in memory, as copies of one are; small values are the same when equal.
  func isIdentical(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)):
      a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { b in a.baseAddress == b.baseAddress } }
    case (.object(let a), .object(let b)):
      a.isIdentical(to: b)
    default: isNumber && other.isNumber && isEqual(to: other)
    }
  }
}
