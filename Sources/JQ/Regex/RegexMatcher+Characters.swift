extension RegexMatcher {
  /// The character at a position and the position after it.
  @inline(__always)
  func decode(_ position: Int) -> (UInt32, Int)? {
    guard position < text.count else { return nil }
    let first = UInt32(text[position])
    if first < 0x80 { return (first, position + 1) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | tail(position + 1), position + 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | tail(position + 1) << 6 | tail(position + 2), position + 3) }
    return (
      (first & 0x07) << 18 | tail(position + 1) << 12 | tail(position + 2) << 6 | tail(position + 3), position + 4
    )
  }

  @inline(__always)
  private func tail(_ position: Int) -> UInt32 { position < text.count ? UInt32(text[position] & 0x3F) : 0 }

  private func scalarBefore(_ position: Int) -> UInt32? {
    guard position > 0 else { return nil }
    var start = position - 1
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    return decode(start)?.0
  }

  @inline(__always)
  func take(_ wanted: UInt32, _ position: inout Int) -> Bool {
    if wanted < 0x80 {
      guard position < text.count, UInt32(text[position]) == wanted else { return false }
      position += 1
      return true
    }
    guard let (scalar, next) = decode(position), scalar == wanted else { return false }
    position = next
    return true
  }

  @inline(__always)
  func accepts(_ instruction: RegexInstruction, _ scalar: UInt32) -> Bool {
    switch instruction {
    case .any: true
    case .anyButNewline: scalar != 10
    case .set(let index): regex.sets[index].contains(scalar)
    default: false
    }
  }

  /// The end of a run of one kind of character; `nil` when it is too short.
  func scan(_ single: RegexInstruction.Single, _ minimum: Int, _ maximum: Int, _ start: Int) -> Int? {
    var position = start
    var count = 0
    switch single {
    case .any:
      while count < maximum, let (_, next) = decode(position) {
        position = next
        count += 1
      }
    case .anyButNewline:
      while count < maximum, let (scalar, next) = decode(position), scalar != 10 {
        position = next
        count += 1
      }
    case .character(let wanted):
      while count < maximum, take(wanted, &position) { count += 1 }
    case .set(let index):
      let set = regex.sets[index]
      while count < maximum, let (scalar, next) = decode(position), set.contains(scalar) {
        position = next
        count += 1
      }
    }
    return count >= minimum ? position : nil
  }

  func holds(_ assertion: RegexNode.Assertion, _ position: Int) -> Bool {
    switch assertion {
    case .beginText: position == 0
    case .endText: position == text.count
    case .endTextOrLine: position == text.count || position == text.count - 1 && text[position] == 10
    case .beginLine: position == 0 || position < text.count && text[position - 1] == 10
    case .endLine: position == text.count || text[position] == 10
    case .wordBoundary: isWord(scalarBefore(position)) != isWord(decode(position)?.0)
    case .notWordBoundary: isWord(scalarBefore(position)) == isWord(decode(position)?.0)
    case .searchStart: position == searchOrigin
    case .keep: true
    }
  }

  private func isWord(_ scalar: UInt32?) -> Bool {
    guard let scalar, let value = Unicode.Scalar(scalar) else { return false }
    return CharacterClass.isWord(value)
  }

  /// Repeats what a group matched: the last of several of one name that matched.
  func takeReference(_ groups: [Int], _ ignoresCase: Bool, _ position: inout Int) -> Bool {
    for group in groups.reversed() {
      let start = saved[2 * group]
      let end = saved[2 * group + 1]
      guard start >= 0, end >= start else { continue }
      var source = start
      var next = position
      while source < end {
        guard let (wanted, sourceNext) = decode(source), let (found, foundNext) = decode(next),
          wanted == found || ignoresCase && CaseFolding.fold(wanted) == CaseFolding.fold(found)
        else { return false }
        source = sourceNext
        next = foundNext
      }
      position = next
      return true
    }
    return false
  }
}
