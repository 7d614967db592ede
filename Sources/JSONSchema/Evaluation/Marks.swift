/// Which members or items of one value some keyword has evaluated: what `unevaluatedProperties` and `unevaluatedItems`
/// leave alone. Kept only where one of them asks.
struct Marks {
  private(set) var flags: [Bool]
  let areWanted: Bool

  static let unwanted = Marks(flags: [], areWanted: false)

  init(count: Int) { self.init(flags: Array(repeating: false, count: count), areWanted: true) }

  private init(flags: [Bool], areWanted: Bool) {
    self.flags = flags
    self.areWanted = areWanted
  }

  /// Marks for a branch that may fail: they are joined with these when it does not.
  var fresh: Marks { areWanted ? Marks(count: flags.count) : .unwanted }

  mutating func mark(_ index: Int) {
    if areWanted { flags[index] = true }
  }

  mutating func markAll() {
    for index in flags.indices { flags[index] = true }
  }

  mutating func formUnion(_ other: Marks) {
    guard areWanted, other.areWanted else { return }
    for index in flags.indices where other.flags[index] { flags[index] = true }
  }
}
