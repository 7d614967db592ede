/// The tree of a regular expression.
indirect enum RegexNode {
  case empty
  case character(UInt32, ignoresCase: Bool)
  case any(includingNewline: Bool)
  case set(CharacterSet)
  case sequence([RegexNode])
  case alternatives([RegexNode])
  case group(RegexNode, number: Int)
  case atomic(RegexNode)
  case look(RegexNode, ahead: Bool, negated: Bool)
  case loop(RegexNode, minimum: Int, maximum: Int?, Greed)
  case assertion(Assertion)
  case backreference([Int], ignoresCase: Bool)
  case conditional(group: Int, then: RegexNode, otherwise: RegexNode)

  enum Greed { case greedy, lazy, possessive }

  enum Assertion: UInt8 {
    case beginText, endText, endTextOrLine, beginLine, endLine, wordBoundary, notWordBoundary, searchStart, keep
  }

  /// Whether it always matches exactly one character.
  var isSingleCharacter: Bool {
    switch self {
    case .character, .any, .set: true
    default: false
    }
  }

  /// Whether it can match without consuming anything.
  var canBeEmpty: Bool {
    switch self {
    case .empty, .look, .assertion, .backreference, .conditional: true
    case .character, .any, .set: false
    case .sequence(let nodes): nodes.allSatisfy(\.canBeEmpty)
    case .alternatives(let nodes): nodes.contains(where: \.canBeEmpty)
    case .group(let node, _), .atomic(let node): node.canBeEmpty
    case .loop(let node, let minimum, _, _): minimum == 0 || node.canBeEmpty
    }
  }
}
