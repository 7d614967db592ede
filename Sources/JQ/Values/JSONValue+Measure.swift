import JSON

extension JSONValue {
  /// Levels of arrays and objects, at most one more than `limit`. Walks with a stack of its own.
  ///
  /// A value whose parts occur in it so often that the walk does not end counts as too deep.
  func depth(limit: Int) -> Int {
    var deepest = 0
    var left = 20_000_000
    var pending: [(JSONValue, Int)] = [(self, 0)]
    while let (value, level) = pending.popLast() {
      left -= 1
      if left < 0 { return limit + 1 }
      switch value {
      case .array(let elements):
        deepest = max(deepest, level + 1)
        for element in elements where element.isContainer { pending.append((element, level + 1)) }
      case .object(let members):
        deepest = max(deepest, level + 1)
        for (_, element) in members where element.isContainer { pending.append((element, level + 1)) }
      default: break
      }
      if deepest > limit { return deepest }
    }
    return deepest
  }

  var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }
}
