/// What one evaluation may use. What exceeds it ends in an error of its own kind that no `try` catches.
public struct Budget: Sendable, Hashable {
  /// Machine steps over the whole evaluation; long operations count their work in steps as well.
  /// A step takes between 5 and 50 ns.
  public var steps: Int
  /// Bytes of the largest string, and a 32nd of it elements of the largest array or object, that may be built;
  /// also what all nodes of one output may come to.
  public var size: Int
  /// Calls that may be open at once.
  public var depth: Int

  public init(steps: Int = Budget.default.steps, size: Int = Budget.default.size, depth: Int = Budget.default.depth) {
    self.steps = steps
    self.size = size
    self.depth = depth
  }

  private init(all limit: Int) {
    steps = limit
    size = limit
    depth = limit
  }

  /// About ten seconds of work, 1 GiB, 1,000,000 calls.
  public static let `default`: Budget = {
    var budget = Budget.unlimited
    budget.steps = 1_000_000_000
    budget.size = 1 << 30
    budget.depth = 1_000_000
    return budget
  }()

  /// No limits but those of the machine.
  public static let unlimited = Budget(all: .max / 4)
}
