import JSON

/// Runs a program: one current value, frames of slots, and a stack of fork points to return to for more outputs.
///
/// Nothing here recurses with the filter; calls and outputs yet to come live in these arrays, so that a run can pause
/// between any two instructions and be copied or moved as a value.
struct Machine: Sendable {
  let program: Program
  var context: Context
  var current: Cell
  /// Where the current value lies, while paths are computed.
  var path: PathNode?
  var address: Int
  var frame = 0
  var frames: ContiguousArray<Frame>
  var slots: ContiguousArray<Cell>
  var closures: ContiguousArray<Closure> = []
  var pathSlots: ContiguousArray<PathNode?>
  var forks: ContiguousArray<ForkPoint> = []
  /// Slots of the current frame begin here.
  var base = 0
  var pathBase = 0
  var labels = 0
  var isFinished = false

  init(_ program: Program, input: JSONValue, variables: [JSONValue], context: Context) {
    self.program = program
    self.context = context
    current = Cell(input)
    let main = program.units[0]
    address = main.address
    slots = ContiguousArray(repeating: .null, count: main.slots)
    for (index, value) in variables.enumerated() where index < main.slots { slots[index] = Cell(value) }
    pathSlots = ContiguousArray(repeating: nil, count: main.pathSlots)
    frames = [Frame(returnAddress: -1, caller: -1, environment: -1, slots: 0, closures: 0, pathSlots: 0)]
  }

  /// Runs to the next output, the end or the end of the slice.
  mutating func next(steps: Int) throws(EvaluationError) -> Progress {
    if isFinished { return .finished }
    do throws(Raised) {
      try context.beginSlice(steps: steps)
      return try run()
    } catch {
      stop()
      throw EvaluationError(error)
    }
  }

  private mutating func stop() {
    isFinished = true
    current = .null
    path = nil
    forks.removeAll()
    slots.removeAll()
    pathSlots.removeAll()
    frames.removeAll()
    closures.removeAll()
  }

  private mutating func run() throws(Raised) -> Progress {
    while true {
      do throws(Raised) {
        switch try execute() {
        case .output:
          let output = current.take()
          // The next run begins by asking for another output.
          address = -1
          try checkOutput(output)
          return .output(output.value)
        case .exhausted:
          stop()
          return .finished
        case .paused: return .paused
        }
      } catch {
        try unwind(error)
      }
    }
  }

  enum Outcome { case output, exhausted, paused }

  // MARK: Frames

  /// Frames out from the current one.
  func outerFrame(_ levels: Int) -> Int {
    var index = frame
    for _ in 0..<levels { index = Int(frames[index].environment) }
    return index
  }

  mutating func enter(_ unit: Int, environment: Int, returnTo: Int, caller: Int) throws(Raised) {
    guard frames.count < context.budget.depth else {
      throw Raised("calls nested more than \(context.budget.depth) levels deep", kind: .depthExceeded)
    }
    let layout = program.units[unit]
    frames.append(
      Frame(
        returnAddress: Int32(returnTo), caller: Int32(caller), environment: Int32(environment),
        slots: Int32(slots.count), closures: Int32(closures.count), pathSlots: Int32(pathSlots.count)))
    frame = frames.count - 1
    base = slots.count
    pathBase = pathSlots.count
    for _ in 0..<layout.slots { slots.append(.null) }
    for _ in 0..<layout.pathSlots { pathSlots.append(nil) }
    address = layout.address
  }

  /// Removes the current frame if it is the last and no fork point will come back to it.
  @inline(__always)
  mutating func dropFrame() {
    guard frame == frames.count - 1, forks.last.map({ Int($0.frames) <= frame }) ?? true else { return }
    let dropped = frames.removeLast()
    slots.removeLast(slots.count - Int(dropped.slots))
    closures.removeLast(closures.count - Int(dropped.closures))
    if pathSlots.count > Int(dropped.pathSlots) { pathSlots.removeLast(pathSlots.count - Int(dropped.pathSlots)) }
  }

  @inline(__always)
  mutating func select(_ index: Int) {
    frame = index
    base = Int(frames[index].slots)
    pathBase = Int(frames[index].pathSlots)
  }

  mutating func returnFromCall() {
    let returning = frames[frame]
    dropFrame()
    address = Int(returning.returnAddress)
    select(Int(returning.caller))
  }

  mutating func call(_ instruction: Instruction, isTail: Bool) throws(Raised) {
    let environment = instruction.b < 0 ? -1 : outerFrame(Int(instruction.b))
    var made: [Closure] = []
    if instruction.c >= 0 {
      for argument in program.arguments[Int(instruction.c)] {
        switch argument {
        case .closure(let value, let path):
          made.append(Closure(valueUnit: Int32(value), pathUnit: Int32(path), frame: Int32(frame)))
        case .parameter(let index, let levels):
          made.append(closures[Int(frames[outerFrame(levels)].closures) + index])
        }
      }
    }
    var returnTo = address
    var caller = frame
    if isTail {
      returnTo = Int(frames[frame].returnAddress)
      caller = Int(frames[frame].caller)
      dropFrame()
    }
    try enter(Int(instruction.a), environment: environment, returnTo: returnTo, caller: caller)
    closures.append(contentsOf: made)
  }

  mutating func callParameter(_ instruction: Instruction) throws(Raised) {
    let owner = outerFrame(Int(instruction.a))
    let closure = closures[Int(frames[owner].closures) + Int(instruction.b)]
    try enter(
      Int(instruction.c == 1 ? closure.pathUnit : closure.valueUnit), environment: Int(closure.frame),
      returnTo: address, caller: frame)
  }
}
