import JSON

/// Turns the tree into instructions.
///
/// The machine has one current value and frames of numbered slots. Code for an expression finds its input as the
/// current value and leaves its output there. Functions that do not recur are expanded where they are called.
final class Compiler {
  var parts = ProgramParts()
  var unit: CodeUnit
  private var pending: [CodeUnit] = []
  private var keyIndexes: [String: Int] = [:]
  private var nativeIndexes: [String: Int] = [:]
  var library: [String: FunctionBinding] = [:]
  /// Nodes that may still be copied by expanding functions; then calls are compiled.
  var expansionBudget = 4000
  /// Recursive functions whose bodies are being looked at by `isSingle`.
  var assumedSingle: Set<ObjectIdentifier> = []
  /// Levels of expressions and expansions open, which recursion must not exceed.
  private var depth = 0
  private static let depthLimit = 1500

  static func compile(
    _ expression: Expression, variables: some Sequence<String>
  ) throws(SyntaxError) -> (program: Program, used: [String]) {
    let main = CodeUnit(index: 0, parent: nil, mode: .value, content: .main(expression))
    let compiler = Compiler(main)
    let used = try compiler.compileMain(expression, Set(variables))
    return (Program(compiler.parts), used)
  }

  private init(_ main: CodeUnit) {
    unit = main
    parts.units.append(UnitLayout())
  }

  private var usedVariables: [String] = []
  private var offeredVariables: Set<String> = []
  private var variableSlots: [String: Int] = [:]

  private func compileMain(_ expression: Expression, _ variables: Set<String>) throws(SyntaxError) -> [String] {
    offeredVariables = variables
    let main = unit
    // The caller's variables come first in the main frame; which ones are used shows only at the end,
    // so their slots follow in the order of use.
    reserve(variables.count)
    _ = try emit(expression, nil, .value)
    add(.outputs)
    finish(main)
    while let next = pending.popLast() {
      unit = next
      try compileUnit(next)
      finish(next)
    }
    return usedVariables
  }

  private func compileUnit(_ next: CodeUnit) throws(SyntaxError) {
    parts.units[next.index].address = parts.code.count
    switch next.content {
    case .main: break
    case .closure(let body, let scope): _ = try emit(body, scope, next.mode, isTail: true)
    case .function(let binding):
      var scope = binding.scope
      for (index, parameter) in binding.definition.parameters.enumerated() {
        scope = Scope(scope, .parameter(parameter.name, unit: next, index: index))
      }
      scope = try emitValueParameters(binding.definition.parameters, scope, next.mode) { index in
        self.add(.callParameter, 0, index, 0)
        return [.forks, .empty]
      }.scope
      _ = try emit(binding.definition.body, scope, next.mode, isTail: true)
    }
    add(.callReturn)
  }

  private func finish(_ unit: CodeUnit) {
    parts.units[unit.index].slots = unit.slots
    parts.units[unit.index].pathSlots = unit.pathSlots
  }

  /// A variable of the caller: a slot of the main frame, given out when it is first used.
  func offeredVariable(_ name: String) -> Int? {
    guard offeredVariables.contains(name) else { return nil }
    if let slot = variableSlots[name] { return slot }
    let slot = usedVariables.count
    variableSlots[name] = slot
    usedVariables.append(name)
    return slot
  }

  func makeUnit(parent: CodeUnit?, mode: Mode, content: CodeUnit.Content) -> CodeUnit {
    let made = CodeUnit(index: parts.units.count, parent: parent, mode: mode, content: content)
    parts.units.append(UnitLayout())
    pending.append(made)
    return made
  }

  // MARK: Slots and instructions

  private func reserve(_ count: Int) { unit.slots += count }

  func newSlot() -> Int {
    unit.slots += 1
    return unit.slots - 1
  }

  func newPathSlot() -> Int {
    unit.pathSlots += 1
    return unit.pathSlots - 1
  }

  func add(_ opcode: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
    parts.code.append(Instruction(opcode: opcode, a: Int32(a), b: Int32(b), c: Int32(c)))
  }

  /// Adds an instruction whose target is set by `land`.
  func addJump(_ opcode: Opcode, _ b: Int = 0, _ c: Int = 0) -> Int {
    add(opcode, 0, b, c)
    return parts.code.count - 1
  }

  /// Lets the jump at `address` lead here.
  func land(_ address: Int) { parts.code[address].a = Int32(parts.code.count) }

  func addConstant(_ value: JSONValue) {
    add(.constant, constant(value))
  }

  func constant(_ value: JSONValue) -> Int {
    parts.constants.append(value)
    return parts.constants.count - 1
  }

  func key(_ key: String) -> Int {
    if let index = keyIndexes[key] { return index }
    parts.keys.append(key)
    keyIndexes[key] = parts.keys.count - 1
    return parts.keys.count - 1
  }

  func native(_ native: Native) -> Int {
    let name = "\(native.name)/\(native.arity)"
    if let index = nativeIndexes[name] { return index }
    parts.natives.append(native)
    nativeIndexes[name] = parts.natives.count - 1
    return parts.natives.count - 1
  }

  /// Counts a level of recursion while `body` runs.
  func nested<Result>(at offset: Int = 0, _ body: () throws(SyntaxError) -> Result) throws(SyntaxError) -> Result {
    guard depth < Self.depthLimit else { throw SyntaxError("the filter is nested too deeply", at: offset) }
    depth += 1
    defer { depth -= 1 }
    return try body()
  }

  // MARK: Keeping the input

  /// The input, kept in slots while something else is computed.
  struct Saved {
    let slot: Int
    let pathSlot: Int?
  }

  func save(_ mode: Mode) -> Saved {
    let slot = newSlot()
    add(.store, slot)
    guard mode == .path else { return Saved(slot: slot, pathSlot: nil) }
    let pathSlot = newPathSlot()
    add(.storePath, pathSlot)
    return Saved(slot: slot, pathSlot: pathSlot)
  }

  /// Gets the input back, for the last time when `effect` of what ran since does not let it run again.
  func restore(_ saved: Saved, after effect: Effect, isLast: Bool = true) {
    add(isLast && !effect.contains(.forks) ? .take : .load, saved.slot)
    if let pathSlot = saved.pathSlot { add(.loadPath, pathSlot) }
  }

  /// Code that computes a value alone, within code that keeps paths: the path stays what it was.
  func emitKeepingPath(_ mode: Mode, _ body: () throws(SyntaxError) -> Effect) throws(SyntaxError) -> Effect {
    guard mode == .path else { return try body() }
    let pathSlot = newPathSlot()
    add(.storePath, pathSlot)
    let effect = try body()
    add(.loadPath, pathSlot)
    return effect
  }
}
