import JSON

/// What a running evaluation may still use, and what it sees of the world.
struct Context: Sendable {
  let environment: EvaluationEnvironment
  let budget: Budget
  /// The program's regular expressions, compiled once for all evaluations.
  let expressions: RegexCache
  /// Steps until the next look at the budget, the slice and the task's cancellation.
  var fuel = 0
  private var granted = 0
  private var stepsLeft: Int
  /// Steps left in the current `next(steps:)`.
  private(set) var sliceLeft = 0
  private var nesting = 0
  /// The regular expression used last, found again without a lock.
  var lastExpression: (key: RegexCache.Key, expression: Regex)?

  /// Steps left of the budget.
  var remaining: Int { stepsLeft - (granted - fuel) }

  /// How often cancellation is looked for.
  private static let quantum = 4096
  static let nestingLimit = 10_000

  init(expressions: RegexCache, environment: EvaluationEnvironment, budget: Budget) {
    self.expressions = expressions
    self.environment = environment
    self.budget = budget
    stepsLeft = budget.steps
  }

  /// For operations on constants while compiling.
  static var forConstants: Context {
    var context = Context(expressions: RegexCache(), environment: .empty, budget: .default)
    context.fuel = quantum
    return context
  }

  /// Grants the first few steps, all that many an evaluation takes.
  mutating func begin() {
    sliceLeft = stepsLeft
    granted = min(Self.quantum, stepsLeft)
    fuel = granted
  }

  mutating func beginSlice(steps: Int) throws(Raised) {
    sliceLeft = steps
    try refuel()
  }

  /// Settles what was used and grants the next few steps.
  mutating func refuel() throws(Raised) {
    let used = granted - fuel
    granted = 0
    fuel = 0
    stepsLeft -= used
    sliceLeft -= used
    if stepsLeft <= 0 { throw Raised("the filter used more than \(budget.steps) steps", kind: .stepsExceeded) }
    if Task.isCancelled { throw Raised("the evaluation was cancelled", kind: .cancelled) }
    granted = max(1, min(Self.quantum, stepsLeft, sliceLeft))
    fuel = granted
  }

  /// Counts the work of a long operation; stops it when the budget is spent or the task cancelled.
  @inline(__always)
  mutating func charge(_ steps: Int) throws(Raised) {
    fuel -= steps
    if fuel < 0 { try refuel() }
  }

  /// Whether there are steps left and the task is not cancelled.
  @inline(__always)
  var goesOn: Bool {
    mutating get { fuel >= 0 || (try? refuel()) != nil }
  }

  /// Refuses to build a string of so many bytes when that is beyond the budget.
  @inline(__always)
  func checkSize(_ bytes: Int) throws(Raised) {
    if bytes > budget.size { throw Raised("a value larger than \(budget.size) bytes", kind: .sizeExceeded) }
  }

  /// The same for an array or object of so many elements.
  @inline(__always)
  func checkCount(_ elements: Int) throws(Raised) { try checkSize(elements &* 32) }

  /// One level deeper in a recursion over a value.
  mutating func enter() throws(Raised) {
    nesting += 1
    if nesting > Self.nestingLimit { throw Raised("a value nested too deeply", kind: .depthExceeded) }
  }

  mutating func leave() { nesting -= 1 }
}
