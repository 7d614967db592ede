/// One step of the matcher.
enum RegexInstruction: Sendable {
  case character(UInt32)
  case characterFolded(UInt32)
  case any
  case anyButNewline
  case set(Int)
  case jump(Int)
  /// Tries the first address, then the second.
  case split(Int, Int)
  case save(Int)
  case assertion(RegexNode.Assertion)
  /// Repeats what a group of a list of the regular expression's matched.
  case backreference(Int, ignoresCase: Bool)
  /// A run of one kind of character: as many as possible, giving back one at a time.
  case run(Single, minimum: Int, maximum: Int)
  /// The same, giving nothing back.
  case runPossessive(Single, minimum: Int, maximum: Int)
  /// The instructions up to the address in isolation.
  case atomic(end: Int)
  case look(end: Int, ahead: Bool, negated: Bool)
  /// The end of an isolated part.
  case accept
  case match
  /// Remembers the position at the start of a round of a loop.
  case markRound(Int)
  /// Leaves the loop when the round consumed nothing.
  case checkRound(Int, exit: Int)
  case jumpUnlessSet(group: Int, Int)

  enum Single: Sendable {
    case character(UInt32)
    case any
    case anyButNewline
    case set(Int)
  }
}

struct RegexCompiler {
  private(set) var code: [RegexInstruction] = []
  private(set) var sets: [CharacterSet] = []
  private(set) var references: [[Int]] = []
  private(set) var counters = 0
  let groupCount: Int

  private static let sizeLimit = 100_000

  init(groupCount: Int) { self.groupCount = groupCount }

  mutating func compile(_ node: RegexNode) throws(RegexError) {
    code.append(.save(0))
    try emit(node)
    code.append(.save(1))
    code.append(.match)
  }

  private mutating func emit(_ node: RegexNode) throws(RegexError) {
    guard code.count < Self.sizeLimit else { throw RegexError("too big wide range or repeat") }
    switch node {
    case .empty: break
    case .character(let scalar, let ignoresCase):
      let folded = CaseFolding.fold(scalar)
      if ignoresCase, folded != scalar || !CaseFolding.variants(of: scalar).isEmpty {
        code.append(.characterFolded(folded))
      } else {
        code.append(.character(scalar))
      }
    case .any(let includingNewline): code.append(includingNewline ? .any : .anyButNewline)
    case .set(let set): code.append(.set(index(of: set)))
    case .sequence(let nodes): for node in nodes { try emit(node) }
    case .alternatives(let nodes): try emitAlternatives(nodes)
    case .group(let inner, let number):
      code.append(.save(2 * number))
      try emit(inner)
      code.append(.save(2 * number + 1))
    case .atomic(let inner): try emitIsolated(inner) { .atomic(end: $0) }
    case .look(let inner, let ahead, let negated):
      try emitIsolated(inner) { .look(end: $0, ahead: ahead, negated: negated) }
    case .loop(let inner, let minimum, let maximum, let greed): try emitLoop(inner, minimum, maximum, greed)
    case .assertion(let assertion): code.append(.assertion(assertion))
    case .backreference(let groups, let ignoresCase):
      references.append(groups)
      code.append(.backreference(references.count - 1, ignoresCase: ignoresCase))
    case .conditional(let group, let then, let otherwise):
      let test = code.count
      code.append(.match)
      try emit(then)
      let end = code.count
      code.append(.match)
      code[test] = .jumpUnlessSet(group: group, code.count)
      try emit(otherwise)
      code[end] = .jump(code.count)
    }
  }

  private mutating func index(of set: CharacterSet) -> Int {
    sets.append(set)
    return sets.count - 1
  }

  private mutating func emitAlternatives(_ nodes: [RegexNode]) throws(RegexError) {
    var ends: [Int] = []
    for (index, node) in nodes.enumerated() {
      guard index < nodes.count - 1 else {
        try emit(node)
        break
      }
      let split = code.count
      code.append(.match)
      try emit(node)
      ends.append(code.count)
      code.append(.match)
      code[split] = .split(split + 1, code.count)
    }
    for end in ends { code[end] = .jump(code.count) }
  }

  private mutating func emitIsolated(
    _ node: RegexNode, _ make: (Int) -> RegexInstruction
  ) throws(RegexError) {
    let start = code.count
    code.append(.match)
    try emit(node)
    code.append(.accept)
    code[start] = make(code.count)
  }

  private mutating func emitLoop(
    _ node: RegexNode, _ minimum: Int, _ maximum: Int?, _ greed: RegexNode.Greed
  ) throws(RegexError) {
    if greed != .lazy, let single = single(node) {
      let limit = maximum ?? .max
      code.append(
        greed == .greedy
          ? .run(single, minimum: minimum, maximum: limit)
          : .runPossessive(single, minimum: minimum, maximum: limit))
      return
    }
    if greed == .possessive {
      try emitIsolated(.loop(node, minimum: minimum, maximum: maximum, .greedy)) { .atomic(end: $0) }
      return
    }
    for _ in 0..<minimum { try emit(node) }
    if let maximum {
      var splits: [Int] = []
      for _ in minimum..<Swift.max(minimum, maximum) {
        splits.append(code.count)
        code.append(.match)
        try emit(node)
      }
      for split in splits { code[split] = splitting(split, to: code.count, greed) }
      return
    }
    let counter = node.canBeEmpty ? counters : nil
    if counter != nil { counters += 1 }
    let split = code.count
    code.append(.match)
    if let counter { code.append(.markRound(counter)) }
    try emit(node)
    if let counter { code.append(.checkRound(counter, exit: code.count + 2)) }
    code.append(.jump(split))
    code[split] = splitting(split, to: code.count, greed)
  }

  private func splitting(_ split: Int, to end: Int, _ greed: RegexNode.Greed) -> RegexInstruction {
    greed == .lazy ? .split(end, split + 1) : .split(split + 1, end)
  }

  private mutating func single(_ node: RegexNode) -> RegexInstruction.Single? {
    switch node {
    case .character(let scalar, let ignoresCase):
      if !ignoresCase || CaseFolding.variants(of: scalar).isEmpty { return .character(scalar) }
      var set = CharacterSet()
      set.insert(scalar)
      set.ignoresCase = true
      return .set(index(of: set))
    case .any(let includingNewline): return includingNewline ? .any : .anyButNewline
    case .set(let set): return .set(index(of: set))
    default: return nil
    }
  }

  // MARK: First bytes

  /// The bytes a match can begin with, unless it may begin with any or be empty.
  func firstBytes(of node: RegexNode) -> ByteSet? {
    switch node {
    case .character(let scalar, let ignoresCase):
      var bytes = ByteSet()
      for value in ignoresCase ? [scalar] + CaseFolding.variants(of: scalar) : [scalar] {
        if value < 128 {
          bytes.insert(UInt8(value))
        } else {
          bytes.insertNonASCII()
        }
      }
      if ignoresCase { bytes.insertNonASCII() }
      return bytes
    case .set(let set): return set.firstBytes
    case .group(let inner, _), .atomic(let inner): return firstBytes(of: inner)
    case .loop(let inner, let minimum, _, _): return minimum > 0 ? firstBytes(of: inner) : nil
    case .sequence(let nodes):
      var union: ByteSet?
      for node in nodes {
        if case .assertion(let assertion) = node, assertion != .keep { continue }
        if case .look = node { continue }
        if case .loop(let inner, 0, _, _) = node {
          guard !inner.canBeEmpty, let bytes = firstBytes(of: inner) else { return nil }
          union = union ?? ByteSet()
          union?.formUnion(bytes)
          continue
        }
        guard !node.canBeEmpty, let bytes = firstBytes(of: node) else { return nil }
        var all = union ?? ByteSet()
        all.formUnion(bytes)
        return all
      }
      return nil
    case .alternatives(let nodes):
      var union = ByteSet()
      for node in nodes {
        guard !node.canBeEmpty, let bytes = firstBytes(of: node) else { return nil }
        union.formUnion(bytes)
      }
      return union
    default: return nil
    }
  }
}
