import JSON

extension Machine {
  /// Levels by which a value may be nested deeper than the input.
  static let depthLimit: Int32 = 10_100

  /// Sets the current value, whose depth bound has grown.
  @inline(__always)
  mutating func setCurrent(_ value: consuming JSONValue, depth: Int32) throws(Raised) {
    current = Cell(value, depth: depth)
    if depth > Self.depthLimit { try measureCurrent() }
  }

  /// Replaces a bound that has become too large by the truth.
  private mutating func measureCurrent() throws(Raised) {
    current.depth = try Self.measured(current.value)
  }

  static func measured(_ value: JSONValue) throws(Raised) -> Int32 {
    let depth = value.depth(limit: Int(depthLimit))
    guard depth <= Int(depthLimit) else { throw Raised("a value nested too deeply", kind: .depthExceeded) }
    return Int32(depth)
  }

  func checkOutput(_ output: Cell) throws(Raised) {
    guard output.depth > 0, context.budget.size < Budget.unlimited.size else { return }
    guard output.value.isSmaller(than: context.budget.size) else {
      throw Raised("an output larger than \(context.budget.size) bytes", kind: .sizeExceeded)
    }
  }

  // MARK: Access

  @inline(__always)
  mutating func field(_ key: String) throws(Raised) {
    switch current.value {
    case .object(let object): current = Cell(object[key] ?? .null, depth: current.depth - 1)
    case .null: break
    default: throw Access.indexError(current.value, .string(key))
    }
  }

  mutating func fieldIfPossible(_ key: String) -> Bool {
    switch current.value {
    case .object(let object): current = Cell(object[key] ?? .null, depth: current.depth - 1)
    case .null: break
    default: return false
    }
    return true
  }

  mutating func access(_ key: JSONValue, isOptional: Bool) throws(Raised) -> Bool {
    do throws(Raised) {
      current.value = try Access.value(in: current.value, at: key, &context)
      return true
    } catch {
      if isOptional, error.kind.isCatchable { return false }
      throw error
    }
  }

  func sliceKey(_ instruction: Instruction) -> JSONValue {
    .object(
      JSONObject([
        ("start", slots[base + Int(instruction.a)].value), ("end", slots[base + Int(instruction.b)].value),
      ]))
  }

  /// Puts a fork point before the first element, to which the machine then returns.
  mutating func startEach(_ kind: ForkPoint.Kind, isOptional: Bool) throws(Raised) {
    let isEmpty: Bool
    switch current.value {
    case .array(let elements): isEmpty = elements.isEmpty
    case .object(let members): isEmpty = members.isEmpty
    default:
      if isOptional { return }
      throw Raised("Cannot iterate over \(current.value.described)")
    }
    if !isEmpty { fork(kind, to: address, cell: current.take()) }
  }

  mutating func startPathEach(isOptional: Bool) throws(Raised) {
    guard isPathIntact else {
      throw Raised("Invalid path expression near attempt to iterate through \(current.value.truncatedText)")
    }
    try startEach(.pathEach, isOptional: isOptional)
  }

  private var isPathIntact: Bool { path.map { current.value.isIdentical(to: $0.value) } ?? false }

  mutating func pathAccess(_ key: JSONValue, isOptional: Bool) throws(Raised) -> Bool {
    guard isPathIntact, let path else {
      throw Raised(
        "Invalid path expression near attempt to access element \(key.truncatedText) of \(current.value.truncatedText)")
    }
    guard try access(key, isOptional: isOptional) else { return false }
    self.path = try PathNode(path, key, current.value)
    return true
  }

  mutating func pathGet(_ steps: JSONValue) throws(Raised) {
    guard case .array(let keys) = steps else { throw Raised("Path must be specified as an array") }
    guard isPathIntact, var node = path else {
      throw Raised(
        "Invalid path expression near attempt to access element \(steps.truncatedText) of \(current.value.truncatedText)"
      )
    }
    var value = current.value
    for key in keys {
      if case .null = value {} else { value = try Access.value(in: value, at: key, &context) }
      node = try PathNode(node, key, value)
    }
    path = node
    current.value = value
  }

  mutating func endPath() throws(Raised) {
    guard isPathIntact, let path else {
      throw Raised("Invalid path expression with result \(current.value.truncatedText)")
    }
    current = Cell(.array(path.steps), depth: 2)
    self.path = nil
  }

  // MARK: Building

  @inline(__always)
  mutating func append(_ slot: Int) throws(Raised) {
    let element = current.take()
    guard case .array(var elements) = slots[slot].value else { return }
    slots[slot].value = .null
    elements.append(element.value)
    if elements.count & 0xFFFF == 0 { try context.checkCount(elements.count) }
    slots[slot].value = .array(elements)
    if element.depth >= slots[slot].depth {
      slots[slot].depth = element.depth + 1
      if element.depth >= Self.depthLimit { slots[slot].depth = try Self.measured(slots[slot].value) }
    }
  }

  mutating func makeObject(_ instruction: Instruction) throws(Raised) {
    let shape = program.shapes[Int(instruction.a)]
    let first = base + Int(instruction.b)
    var object = JSONObject(minimumCapacity: shape.count)
    var depth: Int32 = 0
    for (index, member) in shape.enumerated() {
      let value = instruction.c == 1 ? slots[first + index].take() : slots[first + index]
      depth = max(depth, value.depth)
      switch member {
      case .constant(let key): object[key] = value.value
      case .computed(let slot):
        let key = slots[first + slot].value
        guard case .string(let name) = key else {
          throw Raised("Cannot use \(key.described) as object key")
        }
        object[name] = value.value
      }
    }
    try setCurrent(.object(object), depth: depth + 1)
  }

  mutating func interpolate(_ instruction: Instruction) throws(Raised) {
    let first = base + Int(instruction.b)
    let slots = slots
    let text = try program.templates[Int(instruction.a)].text(&context) { slots[first + $0].value }
    current = Cell(.string(text))
  }

  @inline(__always)
  mutating func combine(_ code: Int32, _ left: consuming Cell, _ right: consuming Cell) throws(Raised) {
    let op = BinaryOperator(rawValue: UInt8(truncatingIfNeeded: code)) ?? .add
    let depth = max(left.depth, right.depth)
    if case .integer(let a) = left.value, case .integer(let b) = right.value {
      switch op {
      case .equal: return current = Cell(.bool(a == b))
      case .notEqual: return current = Cell(.bool(a != b))
      case .less: return current = Cell(.bool(a < b))
      case .lessOrEqual: return current = Cell(.bool(a <= b))
      case .greater: return current = Cell(.bool(a > b))
      case .greaterOrEqual: return current = Cell(.bool(a >= b))
      default: break
      }
    }
    current = Cell(try Arithmetic.apply(op, left.value, right.value, &context), depth: depth)
  }

  // MARK: Control

  mutating func endAttempt(_ slot: Int) {
    guard case .integer(let height) = slots[slot].value else { return }
    if forks.count - 1 == Int(height) {
      forks.removeLast()
    } else {
      fork(.attemptEnd, to: 0, index: Int(height), cell: .null)
    }
  }

  mutating func checkCount(_ instruction: Instruction) throws(Raised) -> Bool {
    let isSkip = instruction.b == 1
    guard let count = current.value.doubleValue else {
      guard current.value.order(relativeTo: .integer(0)) > 0 else {
        throw Raised("\(isSkip ? "skip" : "limit") doesn't support negative count")
      }
      throw .types(current.value, .integer(1), "cannot be subtracted")
    }
    guard count >= 0 else { throw Raised("\(isSkip ? "skip" : "limit") doesn't support negative count") }
    let whole = Int64(clamping: isSkip ? count.rounded(.down) : count.rounded(.up))
    slots[base + Int(instruction.a)] = Cell(.integer(whole))
    return isSkip || whole > 0
  }

  mutating func startRange(_ instruction: Instruction) throws(Raised) {
    let start = slots[base + Int(instruction.a)].value
    let end = slots[base + Int(instruction.b)].value
    guard start.isNumber, end.isNumber else { throw Raised("Range bounds must be numeric") }
    // The loop counts in the slots after `c`, which the compiler reserved together.
    let counter = base + Int(instruction.c)
    var first = start
    var bound = end
    if case .integer(let a) = start, !Arithmetic.isExact(a) { first = .double(Double(a)) }
    if case .decimal(let a) = start { first = .double(a.double) }
    if case .integer = first {
      switch end {
      case .integer: break
      default:
        let ceiling = (end.doubleValue ?? 0).rounded(.up)
        bound = ceiling.isNaN ? .double(.nan) : .integer(Int64(clamping: ceiling))
      }
    }
    slots[counter] = Cell(first)
    slots[counter + 1] = Cell(bound)
    fork(.range, to: address, index: Int(instruction.c), cell: .null)
  }

  mutating func callNative(_ instruction: Instruction) throws(Raised) {
    let native = program.natives[Int(instruction.a)]
    let first = base + Int(instruction.b)
    let input = current.take()
    let a = slots[first]
    let b = slots[first + 1]
    var depth = max(input.depth, a.depth, b.depth) + native.growth
    switch native.function {
    case .two(let function):
      try setCurrent(try function(&context, input.value, a.value, b.value), depth: depth)
    case .three(let function):
      let c = slots[first + 2]
      depth = max(depth, c.depth + native.growth)
      try setCurrent(try function(&context, input.value, a.value, b.value, c.value), depth: depth)
    default: break
    }
  }
}

extension JSONValue {
  /// `number (1)`, and `null` alone.
  var described: String {
    if case .null = self { "null (null)" } else { "\(typeName) (\(truncatedText))" }
  }
}
