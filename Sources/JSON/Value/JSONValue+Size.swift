extension JSONValue {
  /// Whether all nodes together, each counted as often as it would be written, come to fewer bytes than `limit`: a short text
  /// or a number counts as one. Takes no longer for larger values than for those at the limit.
  package func isSmaller(than limit: Int) -> Bool {
    var left = limit
    if hasFewLevels(4, &left) { return left >= 0 }
    left = limit
    var pending: [JSONValue] = [self]
    while let value = pending.popLast() {
      left -= 1
      switch value {
      case .string(let text): left -= text.utf8.count
      case .array(let elements):
        left -= elements.count
        if left < 0 { return false }
        for element in elements where element.hasSize { pending.append(element) }
      case .object(let members):
        left -= members.count
        if left < 0 { return false }
        for (_, element) in members where element.hasSize { pending.append(element) }
      default: break
      }
      if left < 0 { return false }
    }
    return true
  }

  /// Counts a value of at most so many levels, without a stack of its own; false when there are more.
  private func hasFewLevels(_ levels: Int, _ left: inout Int) -> Bool {
    left -= 1
    switch self {
    case .string(let text): left -= text.utf8.count
    case .array(let elements):
      left -= elements.count
      if levels == 0 || left < 0 { return left < 0 }
      for element in elements where element.hasSize {
        guard element.hasFewLevels(levels - 1, &left) else { return false }
      }
    case .object(let members):
      left -= members.count
      if levels == 0 || left < 0 { return left < 0 }
      for index in members.indices where members[index].value.hasSize {
        guard members[index].value.hasFewLevels(levels - 1, &left) else { return false }
      }
    default: break
    }
    return true
  }

  private var hasSize: Bool {
    switch self {
    case .string(let text): text.utf8.count > 15
    case .array, .object: true
    default: false
    }
  }
}
