import JSON

extension Compiler {
  /// Code for an expression; `isTail` when the function returns right after it.
  func emit(_ expression: Expression, _ scope: Scope?, _ mode: Mode, isTail: Bool = false) throws(SyntaxError) -> Effect
  {
    try nested { () throws(SyntaxError) in try emitNode(expression, scope, mode, isTail) }
  }

  private func emitNode(
    _ expression: Expression, _ scope: Scope?, _ mode: Mode, _ isTail: Bool
  ) throws(SyntaxError) -> Effect {
    if let value = folded(expression) {
      addConstant(value)
      return []
    }
    switch expression {
    case .identity: return []
    case .recurse: return try emitCall("recurse", [], at: 0, scope, mode, isTail)
    case .constant(let value):
      addConstant(value)
      return []
    case .index(let term, let key, let optional): return try emitIndex(term, key, optional, scope, mode)
    case .slice(let term, let from, let to, let optional):
      return try emitSlice(term, from, to, optional, scope, mode)
    case .iterate(let term, let optional):
      let effect = try emit(term, scope, mode)
      add(mode == .path ? .pathEach : .each, optional ? 1 : 0)
      return effect.union([.forks, .empty])
    case .pipe(let stages):
      var effect: Effect = []
      for (index, stage) in stages.enumerated() {
        effect.formUnion(try emit(stage, scope, mode, isTail: isTail && index == stages.count - 1))
      }
      return effect
    case .comma(let alternatives): return try emitComma(alternatives, scope, mode, isTail)
    case .alternative(let left, let right): return try emitAlternative(left, right, scope, mode, isTail)
    case .conditional(let condition, let then, let otherwise):
      return try emitConditional(condition, then, otherwise, scope, mode, isTail)
    case .attempt(let body, let handler): return try emitAttempt(body, handler, scope, mode)
    case .reduce(let source, let patterns, let initial, let update):
      return try emitReduce(source, patterns, initial, update, scope, mode)
    case .foreach(let source, let patterns, let initial, let update, let extract):
      return try emitForeach(source, patterns, initial, update, extract, scope, mode)
    case .bind(let source, let patterns, let body):
      return try emitBind(source, patterns, scope, mode) { (scope) throws(SyntaxError) in
        try self.emit(body, scope, mode, isTail: isTail)
      }
    case .define(let definition, let body):
      let binding = FunctionBinding(definition, outer: scope, unit: unit)
      return try emit(body, scope.adding(.function(binding)), mode, isTail: isTail)
    case .call(let name, let arguments, let offset):
      return try emitCall(name, arguments, at: offset, scope, mode, isTail)
    case .variable(let name, let offset):
      try emitVariable(name, at: offset, scope)
      return []
    case .label(let name, let body):
      let slot = newSlot()
      add(.label, slot)
      return try emit(body, scope.adding(.label(name, unit: unit, slot: slot)), mode).union(.empty)
    case .breakOut(let name, let offset):
      guard let label = scope.label(name) else { throw SyntaxError("$*label-\(name) is not defined", at: offset) }
      add(.breakOut, unit.levels(to: label.unit), label.slot)
      return .empty
    default:
      return try emitKeepingPath(mode) { () throws(SyntaxError) in try emitValue(expression, scope) }
    }
  }

  /// Expressions whose output is never a path.
  private func emitValue(_ expression: Expression, _ scope: Scope?) throws(SyntaxError) -> Effect {
    switch expression {
    case .array(let body): return try emitArray(body, scope)
    case .object(let members): return try emitObject(members, scope)
    case .interpolation(let format, let parts): return try emitInterpolation(format, parts, scope)
    case .format(let name):
      add(.native0, native(.format(name)))
      return []
    case .negate(let operand):
      let effect = try emit(operand, scope, .value)
      add(.negate)
      return effect
    case .binary(let op, let left, let right): return try emitBinary(op, left, right, scope)
    case .and(let left, let right): return try emitLogic(left, right, isAnd: true, scope)
    case .or(let left, let right): return try emitLogic(left, right, isAnd: false, scope)
    case .assign(let kind, let target, let source): return try emitAssign(kind, target, source, scope)
    default: return []
    }
  }

  func emitVariable(_ name: String, at offset: Int, _ scope: Scope?) throws(SyntaxError) {
    if let variable = scope.variable(name) {
      let levels = unit.levels(to: variable.unit)
      if levels == 0 { add(.load, variable.slot) } else { add(.loadOuter, levels, variable.slot) }
    } else if let slot = offeredVariable(name) {
      let levels = unit.levels(to: nil) - 1
      if levels == 0 { add(.load, slot) } else { add(.loadOuter, levels, slot) }
    } else if name == "ENV" {
      add(.native0, native(.environment))
    } else {
      throw SyntaxError("$\(name) is not defined", at: offset)
    }
  }

  /// The slot of a variable that lies in the current frame.
  func localSlot(_ expression: Expression, _ scope: Scope?) -> Int? {
    guard case .variable(let name, _) = expression else { return nil }
    if let variable = scope.variable(name) { return variable.unit === unit ? variable.slot : nil }
    return unit.parent == nil ? offeredVariable(name) : nil
  }

  // MARK: Access

  private func emitIndex(
    _ term: Expression, _ key: Expression, _ optional: Bool, _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    let own: Effect = optional ? .empty : []
    if let constantKey = folded(key) {
      let effect = try emit(term, scope, mode)
      if case .string(let name) = constantKey {
        switch mode {
        case .value: add(optional ? .fieldOptional : .field, self.key(name))
        case .path: add(optional ? .pathFieldOptional : .pathField, self.key(name))
        }
      } else {
        add(mode == .path ? .pathIndexConstant : .indexConstant, constant(constantKey), optional ? 1 : 0)
      }
      return effect.union(own)
    }
    if let slot = localSlot(key, scope) {
      let effect = try emit(term, scope, mode)
      add(mode == .path ? .pathIndex : .index, slot, optional ? 1 : 0)
      return effect.union(own)
    }
    let saved = save(mode)
    let keyEffect = try emit(key, scope, .value)
    let keySlot = newSlot()
    add(.store, keySlot)
    restore(saved, after: keyEffect)
    let effect = try emit(term, scope, mode)
    add(mode == .path ? .pathIndex : .index, keySlot, optional ? 1 : 0)
    return keyEffect.union(effect).union(own)
  }

  private func emitSlice(
    _ term: Expression, _ from: Expression?, _ to: Expression?, _ optional: Bool, _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    let saved = save(mode)
    var effect: Effect = []
    var slots: [Int] = []
    for bound in [from, to] {
      effect.formUnion(try emit(bound ?? .constant(.null), scope, .value))
      let slot = newSlot()
      add(.store, slot)
      slots.append(slot)
      restore(saved, after: effect, isLast: slots.count == 2)
    }
    effect.formUnion(try emit(term, scope, mode))
    add(mode == .path ? .pathSlice : .slice, slots[0], slots[1], optional ? 1 : 0)
    return optional ? effect.union(.empty) : effect
  }

  // MARK: Construction

  private func emitArray(_ body: Expression?, _ scope: Scope?) throws(SyntaxError) -> Effect {
    guard let body else {
      addConstant(.array([]))
      return []
    }
    var elements: [Expression] = [body]
    if case .comma(let list) = body { elements = list }
    if elements.allSatisfy({ isSingle($0, scope) }) {
      if elements.count == 1 {
        let effect = try emit(body, scope, .value)
        add(.wrap)
        return effect
      }
      let array = newSlot()
      let saved = save(.value)
      add(.beginArray, array)
      for (index, element) in elements.enumerated() {
        if index > 0 { restore(saved, after: [], isLast: index == elements.count - 1) }
        _ = try emit(element, scope, .value)
        add(.appendNext, array)
      }
      add(.take, array)
      return []
    }
    let array = newSlot()
    add(.beginArray, array)
    let barrier = addJump(.barrier)
    _ = try emit(body, scope, .value)
    add(.append, array)
    land(barrier)
    add(.take, array)
    return []
  }

  private func emitObject(_ members: [ObjectMember], _ scope: Scope?) throws(SyntaxError) -> Effect {
    let saved = save(.value)
    let first = unit.slots
    unit.slots += members.count
    var shape: [ShapeMember] = []
    var effect: Effect = []
    var isFresh = true
    func input() {
      if !isFresh { add(.load, saved.slot) }
      isFresh = false
    }
    for (index, member) in members.enumerated() {
      if case .constant(.string(let key))? = folded(member.key).map(Expression.constant) {
        shape.append(.constant(key))
        if let value = member.value {
          if folded(value) == nil { input() }
          effect.formUnion(try emit(value, scope, .value))
        } else {
          input()
          add(.field, self.key(key))
        }
        add(.store, first + index)
        isFresh = false
        continue
      }
      let keySlot = newSlot()
      shape.append(.computed(keySlot - first))
      input()
      effect.formUnion(try emit(member.key, scope, .value))
      add(.store, keySlot)
      input()
      if let value = member.value {
        effect.formUnion(try emit(value, scope, .value))
      } else {
        add(.index, keySlot)
      }
      add(.store, first + index)
    }
    parts.shapes.append(shape)
    add(.makeObject, parts.shapes.count - 1, first, effect.contains(.forks) ? 0 : 1)
    return effect
  }

  private func emitInterpolation(
    _ format: String?, _ stringParts: [StringPart], _ scope: Scope?
  ) throws(SyntaxError) -> Effect {
    let expressions = stringParts.compactMap(\.expression)
    let saved = save(.value)
    let first = unit.slots
    unit.slots += expressions.count
    var effect: Effect = []
    // The last one is the outermost loop, as with operators.
    for (index, expression) in expressions.enumerated().reversed() {
      if index < expressions.count - 1 { restore(saved, after: effect, isLast: index == 0) }
      effect.formUnion(try emit(expression, scope, .value))
      add(.store, first + index)
    }
    parts.templates.append(StringTemplate(stringParts, format: format))
    add(.interpolate, parts.templates.count - 1, first)
    return effect
  }

  // MARK: Operators

  private func emitBinary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, _ scope: Scope?
  ) throws(SyntaxError) -> Effect {
    let code = Int(op.rawValue)
    if let value = folded(right) {
      let effect = try emit(left, scope, .value)
      add(.binaryConstant, code, constant(value))
      return effect
    }
    if let value = folded(left) {
      let effect = try emit(right, scope, .value)
      add(.binaryConstant, code, constant(value), 1)
      return effect
    }
    if let slot = localSlot(right, scope) {
      let effect = try emit(left, scope, .value)
      add(.binary, code, slot)
      return effect
    }
    if let slot = localSlot(left, scope) {
      let effect = try emit(right, scope, .value)
      add(.binaryReversed, code, slot)
      return effect
    }
    let saved = save(.value)
    let rightEffect = try emit(right, scope, .value)
    if case .identity = left {
      add(.binaryReversed, code, saved.slot, rightEffect.contains(.forks) ? 0 : 1)
      return rightEffect
    }
    let operand = newSlot()
    add(.store, operand)
    restore(saved, after: rightEffect)
    let leftEffect = try emit(left, scope, .value)
    add(.binary, code, operand, leftEffect.contains(.forks) ? 0 : 1)
    return rightEffect.union(leftEffect)
  }

  private func emitLogic(
    _ left: Expression, _ right: Expression, isAnd: Bool, _ scope: Scope?
  ) throws(SyntaxError) -> Effect {
    let saved = save(.value)
    let leftEffect = try emit(left, scope, .value)
    let decided = addJump(isAnd ? .jumpIfFalse : .jumpIfTrue)
    restore(saved, after: leftEffect)
    let rightEffect = try emit(right, scope, .value)
    add(.truth)
    let end = addJump(.jump)
    land(decided)
    addConstant(.bool(!isAnd))
    land(end)
    return leftEffect.union(rightEffect)
  }
}
