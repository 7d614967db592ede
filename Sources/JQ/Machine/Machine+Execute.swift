import JSON

extension Machine {
  /// The loop: runs instructions until there is an output, no more output, or no more fuel.
  mutating func execute() throws(Raised) -> Outcome {
    let program = program
    if address < 0 {
      guard try backtrack() else { return .exhausted }
    }
    while true {
      if context.fuel <= 0 {
        try context.refuel()
        if context.sliceLeft <= 0 { return .paused }
      }
      context.fuel -= 1
      let instruction = program.code[address]
      address += 1
      switch instruction.opcode {
      case .constant: current = Cell(program.constants[Int(instruction.a)])
      case .store: slots[base + Int(instruction.a)] = current
      case .load: current = slots[base + Int(instruction.a)]
      case .take: current = slots[base + Int(instruction.a)].take()
      case .loadOuter:
        let outer = outerFrame(Int(instruction.a))
        current = slots[Int(frames[outer].slots) + Int(instruction.b)]
      case .storePath: pathSlots[pathBase + Int(instruction.a)] = path
      case .loadPath: path = pathSlots[pathBase + Int(instruction.a)]
      case .clear: slots[base + Int(instruction.a)] = .null

      case .field: try field(program.keys[Int(instruction.a)])
      case .fieldOptional:
        if !fieldIfPossible(program.keys[Int(instruction.a)]) {
          guard try backtrack() else { return .exhausted }
        }
      case .index, .indexConstant:
        let key =
          instruction.opcode == .index
          ? slots[base + Int(instruction.a)].value : program.constants[Int(instruction.a)]
        if try !access(key, isOptional: instruction.b == 1) {
          guard try backtrack() else { return .exhausted }
        }
      case .slice:
        let key = sliceKey(instruction)
        if try !access(key, isOptional: instruction.c == 1) {
          guard try backtrack() else { return .exhausted }
        }
      case .each:
        try startEach(.each, isOptional: instruction.a == 1)
        guard try backtrack() else { return .exhausted }
      case .pathField, .pathFieldOptional:
        let key = JSONValue.string(program.keys[Int(instruction.a)])
        if try !pathAccess(key, isOptional: instruction.opcode == .pathFieldOptional) {
          guard try backtrack() else { return .exhausted }
        }
      case .pathIndex, .pathIndexConstant:
        let key =
          instruction.opcode == .pathIndex
          ? slots[base + Int(instruction.a)].value : program.constants[Int(instruction.a)]
        if try !pathAccess(key, isOptional: instruction.b == 1) {
          guard try backtrack() else { return .exhausted }
        }
      case .pathSlice:
        if try !pathAccess(sliceKey(instruction), isOptional: instruction.c == 1) {
          guard try backtrack() else { return .exhausted }
        }
      case .pathEach:
        try startPathEach(isOptional: instruction.a == 1)
        guard try backtrack() else { return .exhausted }
      case .pathGet: try pathGet(slots[base + Int(instruction.a)].value)

      case .fork: fork(.resume, to: Int(instruction.a), cell: current)
      case .jump: address = Int(instruction.a)
      case .jumpIfFalse: if !current.value.isTruthy { address = Int(instruction.a) }
      case .jumpIfTrue: if current.value.isTruthy { address = Int(instruction.a) }
      case .backtrack:
        guard try backtrack() else { return .exhausted }
      case .select:
        if current.value.isTruthy {
          current = instruction.b == 1 ? slots[base + Int(instruction.a)].take() : slots[base + Int(instruction.a)]
        } else {
          guard try backtrack() else { return .exhausted }
        }
      case .barrier: fork(.resume, to: Int(instruction.a), cell: .null)
      case .mark:
        slots[base + Int(instruction.a)] = Cell(.number(forks.count))
        fork(.mark, to: 0, cell: .null)
      case .cut: cut(base + Int(instruction.a))
      case .limit:
        guard case .integer(let left) = slots[base + Int(instruction.a)].value else { break }
        slots[base + Int(instruction.a)].value = .integer(left - 1)
        if left <= 1 { cut(base + Int(instruction.b)) }
      case .skip:
        guard case .integer(let left) = slots[base + Int(instruction.a)].value, left > 0 else { break }
        slots[base + Int(instruction.a)].value = .integer(left - 1)
        guard try backtrack() else { return .exhausted }
      case .checkCount:
        if try !checkCount(instruction) {
          guard try backtrack() else { return .exhausted }
        }
      case .lower: slots[base + Int(instruction.a)].value = .bool(false)
      case .raise: slots[base + Int(instruction.a)].value = .bool(true)
      case .requireRaised:
        if !slots[base + Int(instruction.a)].value.isTruthy {
          guard try backtrack() else { return .exhausted }
        }
      case .attempt:
        slots[base + Int(instruction.b)] = Cell(.number(forks.count))
        fork(.attempt, to: Int(instruction.a), cell: .null)
      case .attemptEnd: endAttempt(base + Int(instruction.a))
      case .alternative:
        slots[base + Int(instruction.b)].value = .bool(false)
        fork(.alternative, to: Int(instruction.a), index: Int(instruction.b), cell: current)
      case .alternativeFound:
        if current.value.isTruthy {
          slots[base + Int(instruction.a)].value = .bool(true)
        } else {
          guard try backtrack() else { return .exhausted }
        }
      case .destructure: fork(.destructure, to: Int(instruction.a), cell: current)
      case .label:
        labels += 1
        slots[base + Int(instruction.a)] = Cell(.number(labels))
        fork(.label, to: 0, index: labels, cell: .null)
      case .breakOut:
        let outer = outerFrame(Int(instruction.a))
        if case .integer(let label) = slots[Int(frames[outer].slots) + Int(instruction.b)].value {
          breakOut(to: Int(label))
        }
        guard try backtrack() else { return .exhausted }

      case .call: try call(instruction, isTail: false)
      case .tailCall: try call(instruction, isTail: true)
      case .callParameter: try callParameter(instruction)
      case .callReturn: returnFromCall()
      case .outputs: return .output

      case .beginArray: slots[base + Int(instruction.a)] = Cell(.array([]))
      case .append:
        try append(base + Int(instruction.a))
        guard try backtrack() else { return .exhausted }
      case .appendNext: try append(base + Int(instruction.a))
      case .wrap:
        let inner = current.take()
        try setCurrent(.array([inner.value]), depth: inner.depth + 1)
      case .makeObject: try makeObject(instruction)
      case .interpolate: try interpolate(instruction)

      case .binary:
        let slot = base + Int(instruction.b)
        let right = instruction.c == 1 ? slots[slot].take() : slots[slot]
        try combine(instruction.a, current.take(), right)
      case .binaryReversed:
        let slot = base + Int(instruction.b)
        let left = instruction.c == 1 ? slots[slot].take() : slots[slot]
        try combine(instruction.a, left, current.take())
      case .binaryConstant:
        let constant = Cell(program.constants[Int(instruction.b)])
        if instruction.c == 1 {
          try combine(instruction.a, constant, current.take())
        } else {
          try combine(instruction.a, current.take(), constant)
        }
      case .negate: current.value = try Arithmetic.negate(current.value)
      case .truth: current = Cell(.bool(current.value.isTruthy))
      case .not: current = Cell(.bool(!current.value.isTruthy))
      case .checkKey:
        guard case .string = current.value else {
          throw Raised("Cannot index object with \(current.value.typeName)")
        }

      case .range:
        try startRange(instruction)
        guard try backtrack() else { return .exhausted }

      case .native0:
        let input = current.take()
        let native = program.natives[Int(instruction.a)]
        guard case .input(let function) = native.function else { break }
        try setCurrent(try function(&context, input.value), depth: input.depth + native.growth)
      case .native1:
        let input = current.take()
        let argument = slots[base + Int(instruction.b)]
        let native = program.natives[Int(instruction.a)]
        guard case .one(let function) = native.function else { break }
        let depth = max(input.depth, argument.depth) + native.growth
        try setCurrent(try function(&context, input.value, argument.value), depth: depth)
      case .nativeN: try callNative(instruction)

      case .pathBegin: path = PathNode(root: current.value)
      case .pathEnd: try endPath()
      case .takeAtPath: try takeAtPath(instruction)
      case .putAtPath: try putAtPath(instruction)
      case .takeMember: try takeMember(instruction)
      case .putMember: try putMember(instruction)
      case .dropMember: dropMember(instruction)
      case .eachStart: try startUpdatingEach(instruction)
      case .eachTake: takeElement(instruction)
      case .eachPut: try putElement(instruction)
      case .eachDrop: try dropElement(instruction)
      case .markDeleted:
        let deleted = slots[base + Int(instruction.b)].take()
        current = deleted
        try append(base + Int(instruction.a))
        current = .null
      case .deleteMarked:
        let marked = slots[base + Int(instruction.a)].take()
        if case .array(let paths) = marked.value, !paths.isEmpty {
          let input = current.take()
          current = Cell(try Paths.delete(paths, from: input.value, &context), depth: input.depth)
        }
      }
    }
  }
}
