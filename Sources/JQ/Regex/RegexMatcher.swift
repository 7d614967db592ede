import JSON

/// Matches a regular expression against UTF-8 bytes by backtracking on a stack of its own.
struct RegexMatcher {
  let regex: Regex
  let text: UnsafeBufferPointer<UInt8>
  /// Byte positions: start and end of the match, then of each group; -1 where unset.
  var saved: [Int]
  private var rounds: [Int]
  private var choices: [Choice] = []
  private var steps = 0
  /// Where the search began, for `\G`.
  private(set) var searchOrigin = 0

  /// A place to go back to, or a saved position to restore.
  private struct Choice {
    var address: Int32
    /// The position to go on at; for a restore, what was saved.
    var position: Int
    /// For a run: how far it may still be shortened.
    var least: Int
    var kind: Kind

    enum Kind { case go, run, restore, restoreRound }
  }

  init(_ regex: Regex, _ text: UnsafeBufferPointer<UInt8>) {
    self.regex = regex
    self.text = text
    saved = [Int](repeating: -1, count: 2 * (regex.groupNames.count + 1))
    rounds = [Int](repeating: -1, count: regex.counters)
  }

  /// Finds the first match from a byte position on.
  mutating func search(from start: Int, _ context: inout Context) throws(Raised) -> Bool {
    searchOrigin = start
    var position = start
    while position <= text.count {
      if let firstBytes = regex.firstBytes {
        while position < text.count, !firstBytes.contains(text[position]) { position += 1 }
        if position == text.count { return false }
      }
      if position < text.count, text[position] & 0xC0 == 0x80 {
        position += 1
        continue
      }
      if try match(at: position, &context) { return true }
      try context.charge(1)
      position += 1
    }
    return false
  }

  private mutating func match(at position: Int, _ context: inout Context) throws(Raised) -> Bool {
    for index in saved.indices { saved[index] = -1 }
    choices.removeAll(keepingCapacity: true)
    if regex.options.contains(.longest) { return try matchLongest(at: position, &context) }
    guard try run(from: 0, at: position, &context) != nil else { return false }
    return true
  }

  private mutating func matchLongest(at position: Int, _ context: inout Context) throws(Raised) -> Bool {
    var best: [Int]?
    var found = try run(from: 0, at: position, &context)
    while found != nil {
      if saved[1] > best?[1] ?? -1 { best = saved }
      found = try backtrackAndRun(&context, above: 0)
    }
    if let best { saved = best }
    return best != nil
  }

  /// Runs until `match` or `accept`; the position there, or `nil`.
  private mutating func run(
    from address: Int, at start: Int, _ context: inout Context
  ) throws(Raised) -> Int? {
    try run(address, start, &context, above: choices.count)
  }

  private mutating func backtrackAndRun(_ context: inout Context, above floor: Int) throws(Raised) -> Int? {
    guard let (address, position) = backtrack(above: floor) else { return nil }
    return try run(address, position, &context, above: floor)
  }

  private mutating func run(
    _ startAddress: Int, _ start: Int, _ context: inout Context, above floor: Int
  ) throws(Raised) -> Int? {
    let regex = regex
    var address = startAddress
    var position = start
    while true {
      steps += 1
      if steps & 0xFF == 0 {
        try context.charge(0x100)
        if choices.count > 10_000_000 { throw Raised("Regex failure: match-stack limit over") }
      }
      var isMatching: Bool
      switch regex.code[address] {
      case .match:
        isMatching = !(regex.options.contains(.notEmpty) && saved[0] == saved[1])
        if isMatching { return position }
      case .accept: return position
      case .character(let wanted):
        isMatching = take(wanted, &position)
        address += 1
      case .characterFolded(let wanted):
        isMatching = false
        if let (scalar, next) = decode(position), CaseFolding.fold(scalar) == wanted {
          isMatching = true
          position = next
        }
        address += 1
      case .any, .anyButNewline, .set:
        isMatching = false
        if let (scalar, next) = decode(position), accepts(regex.code[address], scalar) {
          isMatching = true
          position = next
        }
        address += 1
      case .jump(let target):
        isMatching = true
        address = target
      case .split(let first, let second):
        isMatching = true
        choices.append(Choice(address: Int32(second), position: position, least: 0, kind: .go))
        address = first
      case .save(let slot):
        isMatching = true
        choices.append(Choice(address: Int32(slot), position: saved[slot], least: 0, kind: .restore))
        saved[slot] = position
        address += 1
      case .assertion(let assertion):
        if assertion == .keep {
          choices.append(Choice(address: 0, position: saved[0], least: 0, kind: .restore))
          saved[0] = position
        }
        isMatching = holds(assertion, position)
        address += 1
      case .backreference(let groups, let ignoresCase):
        isMatching = takeReference(regex.references[groups], ignoresCase, &position)
        address += 1
      case .run(let single, let minimum, let maximum):
        let least = scan(single, minimum, minimum, position)
        isMatching = least != nil
        if let least, let most = scan(single, 0, maximum == .max ? .max : maximum - minimum, least) {
          try charge(most - position, &context)
          if most > least {
            choices.append(Choice(address: Int32(address + 1), position: most, least: least, kind: .run))
          }
          position = most
        }
        address += 1
      case .runPossessive(let single, let minimum, let maximum):
        let end = scan(single, minimum, maximum, position)
        isMatching = end != nil
        if let end {
          try charge(end - position, &context)
          position = end
        }
        address += 1
      case .atomic(let end):
        let height = choices.count
        let reached = try run(from: address + 1, at: position, &context)
        isMatching = reached != nil
        if let reached {
          keepRestores(from: height)
          position = reached
        }
        address = end
      case .look(let end, let ahead, let negated):
        let found = try look(address + 1, position, ahead: ahead, keepsGroups: !negated, &context)
        isMatching = found != negated
        address = end
      case .markRound(let counter):
        isMatching = true
        choices.append(Choice(address: Int32(counter), position: rounds[counter], least: 0, kind: .restoreRound))
        rounds[counter] = position
        address += 1
      case .checkRound(let counter, let exit):
        isMatching = true
        address = rounds[counter] == position ? exit : address + 1
      case .jumpUnlessSet(let group, let target):
        isMatching = true
        address = saved[2 * group + 1] < 0 ? target : address + 1
      }
      if !isMatching {
        guard let next = backtrack(above: floor) else { return nil }
        (address, position) = next
      }
    }
  }

  @inline(__always)
  private mutating func charge(_ bytes: Int, _ context: inout Context) throws(Raised) {
    if bytes > 64 { try context.charge(bytes / 16) }
  }

  private mutating func backtrack(above floor: Int) -> (Int, Int)? {
    while choices.count > floor {
      let last = choices.count - 1
      switch choices[last].kind {
      case .restore:
        saved[Int(choices[last].address)] = choices[last].position
        choices.removeLast()
      case .restoreRound:
        rounds[Int(choices[last].address)] = choices[last].position
        choices.removeLast()
      case .go:
        let choice = choices.removeLast()
        return (Int(choice.address), choice.position)
      case .run:
        var position = choices[last].position - 1
        while text[position] & 0xC0 == 0x80, position > choices[last].least { position -= 1 }
        let address = Int(choices[last].address)
        if position <= choices[last].least { choices.removeLast() } else { choices[last].position = position }
        return (address, position)
      }
    }
    return nil
  }

  /// After an isolated part matched: its choices are gone, what it saved can still be restored.
  private mutating func keepRestores(from height: Int) {
    var kept = height
    for index in height..<choices.count {
      switch choices[index].kind {
      case .restore, .restoreRound:
        choices[kept] = choices[index]
        kept += 1
      case .go, .run: break
      }
    }
    choices.removeLast(choices.count - kept)
  }

  private mutating func look(
    _ address: Int, _ position: Int, ahead: Bool, keepsGroups: Bool, _ context: inout Context
  ) throws(Raised) -> Bool {
    let before = saved
    let height = choices.count
    var isFound = false
    if ahead {
      isFound = try run(from: address, at: position, &context) != nil
    } else {
      var start = position
      while !isFound {
        var reached = try run(from: address, at: start, &context)
        while let end = reached, end != position { reached = try backtrackAndRun(&context, above: height) }
        isFound = reached != nil
        if start == 0 { break }
        start -= 1
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
      }
    }
    if isFound, keepsGroups {
      keepRestores(from: height)
    } else {
      choices.removeLast(choices.count - height)
      saved = before
    }
    return isFound
  }
}
