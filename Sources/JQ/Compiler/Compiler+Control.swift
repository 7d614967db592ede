import JSON

extension Compiler {
  func emitComma(
    _ alternatives: [Expression], _ scope: Scope?, _ mode: Mode, _ isTail: Bool
  ) throws(SyntaxError) -> Effect {
    var effect: Effect = .forks
    var ends: [Int] = []
    for (index, alternative) in alternatives.enumerated() {
      let isLast = index == alternatives.count - 1
      let next = isLast ? nil : addJump(.fork)
      effect.formUnion(try emit(alternative, scope, mode, isTail: isTail && isLast))
      if let next {
        ends.append(addJump(.jump))
        land(next)
      }
    }
    for end in ends { land(end) }
    return effect
  }

  func emitConditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression?, _ scope: Scope?, _ mode: Mode,
    _ isTail: Bool
  ) throws(SyntaxError) -> Effect {
    let saved = save(mode)
    let effect = try emit(condition, scope, .value)
    let toElse = addJump(.jumpIfFalse)
    restore(saved, after: effect)
    var branches = try emit(then, scope, mode, isTail: isTail)
    let end = addJump(.jump)
    land(toElse)
    restore(saved, after: effect)
    if let otherwise { branches.formUnion(try emit(otherwise, scope, mode, isTail: isTail)) }
    land(end)
    return effect.union(branches)
  }

  /// `if condition then . else empty end`
  func emitSelect(_ condition: Expression, _ scope: Scope?, _ mode: Mode) throws(SyntaxError) -> Effect {
    let saved = save(mode)
    let effect = try emit(condition, scope, .value)
    add(.select, saved.slot, effect.contains(.forks) ? 0 : 1)
    if let pathSlot = saved.pathSlot { add(.loadPath, pathSlot) }
    return effect.union(.empty)
  }

  func emitAlternative(
    _ left: Expression, _ right: Expression, _ scope: Scope?, _ mode: Mode, _ isTail: Bool
  ) throws(SyntaxError) -> Effect {
    if isSingle(left, scope) {
      let saved = save(mode)
      let effect = try emit(left, scope, mode)
      let end = addJump(.jumpIfTrue)
      restore(saved, after: effect)
      let rightEffect = try emit(right, scope, mode, isTail: isTail)
      land(end)
      return effect.union(rightEffect)
    }
    let flag = newSlot()
    let none = addJump(.alternative, flag)
    _ = try emit(left, scope, mode)
    add(.alternativeFound, flag)
    let end = addJump(.jump)
    land(none)
    let effect = try emit(right, scope, mode, isTail: isTail)
    land(end)
    return effect.union(.forks)
  }

  func emitAttempt(
    _ body: Expression, _ handler: Expression?, _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    let mark = newSlot()
    let caught = addJump(.attempt, mark)
    let effect = try emit(body, scope, mode)
    add(.attemptEnd, mark)
    guard let handler else {
      let end = addJump(.jump)
      land(caught)
      add(.backtrack)
      land(end)
      return effect.union(.empty)
    }
    let end = addJump(.jump)
    land(caught)
    let handlerEffect = try emit(handler, scope, mode)
    land(end)
    // The handler runs on the way back from the body, hence what follows runs once more.
    return effect.isEmpty ? handlerEffect : effect.union(handlerEffect).union(.forks)
  }

  func emitReduce(
    _ source: Expression, _ patterns: [Pattern], _ initial: Expression, _ update: Expression, _ scope: Scope?,
    _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    let saved = save(mode)
    let effect = try emit(initial, scope, mode)
    let state = newSlot()
    add(.store, state)
    let barrier = addJump(.barrier)
    restore(saved, after: effect)
    _ = try emit(source, scope, mode)
    try emitPatterns(patterns, scope) { (scope) throws(SyntaxError) in
      self.add(.take, state)
      _ = try self.emit(update, scope, mode)
      self.add(.store, state)
      self.add(.backtrack)
    }
    land(barrier)
    add(.take, state)
    return effect
  }

  func emitForeach(
    _ source: Expression, _ patterns: [Pattern], _ initial: Expression, _ update: Expression,
    _ extract: Expression?, _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    let saved = save(mode)
    let effect = try emit(initial, scope, mode)
    let state = newSlot()
    add(.store, state)
    restore(saved, after: effect)
    _ = try emit(source, scope, mode)
    try emitPatterns(patterns, scope) { (scope) throws(SyntaxError) in
      self.add(.take, state)
      _ = try self.emit(update, scope, mode)
      self.add(.store, state)
      if let extract { _ = try self.emit(extract, scope, mode) }
    }
    return [.forks, .empty]
  }

  /// `source as patterns | body`
  func emitBind(
    _ source: Expression, _ patterns: [Pattern], _ scope: Scope?, _ mode: Mode,
    body: (Scope?) throws(SyntaxError) -> Effect
  ) throws(SyntaxError) -> Effect {
    if case .identity = source, case .variable(let name) = patterns[0], patterns.count == 1 {
      let slot = newSlot()
      add(.store, slot)
      return try body(scope.adding(.variable(name, unit: unit, slot: slot)))
    }
    let saved = save(mode)
    let sourceEffect = try emit(source, scope, .value)
    var effect = sourceEffect
    if patterns.count > 1 { effect.formUnion(.forks) }
    var bodyEffect: Effect = []
    effect.formUnion(
      try emitPatterns(patterns, scope) { (scope) throws(SyntaxError) in
        self.restore(saved, after: patterns.count > 1 || !self.areSingle(patterns, scope) ? .forks : sourceEffect)
        bodyEffect = try body(scope)
      })
    return effect.union(bodyEffect)
  }

  private func areSingle(_ patterns: [Pattern], _ scope: Scope?) -> Bool {
    patterns.allSatisfy { isSingle($0, scope) }
  }

  /// Binds the parts of the current value; `body` finds the variables in its scope, the current value lost.
  @discardableResult
  func emitPatterns(
    _ patterns: [Pattern], _ scope: Scope?, body: (Scope?) throws(SyntaxError) -> Void
  ) throws(SyntaxError) -> Effect {
    var inner = scope
    var slots: [String: Int] = [:]
    for name in patterns.flatMap(\.variables) where slots[name] == nil {
      let slot = newSlot()
      slots[name] = slot
      inner = inner.adding(.variable(name, unit: unit, slot: slot))
    }
    var effect: Effect = []
    if patterns.count == 1 {
      effect = try emitPattern(patterns[0], slots, inner)
      try body(inner)
      return effect
    }
    let value = newSlot()
    add(.store, value)
    var toBody: [Int] = []
    for (index, pattern) in patterns.enumerated() {
      let isLast = index == patterns.count - 1
      for slot in slots.values { add(.clear, slot) }
      let next = isLast ? nil : addJump(.destructure)
      add(.load, value)
      effect.formUnion(try emitPattern(pattern, slots, inner))
      if let next {
        toBody.append(addJump(.jump))
        land(next)
      }
    }
    for jump in toBody { land(jump) }
    try body(inner)
    return effect.union(.forks)
  }

  private func emitPattern(
    _ pattern: Pattern, _ slots: [String: Int], _ scope: Scope?
  ) throws(SyntaxError) -> Effect {
    switch pattern {
    case .variable(let name):
      add(.store, slots[name] ?? 0)
      return []
    case .array(let elements):
      let value = newSlot()
      add(.store, value)
      var effect: Effect = []
      for (index, element) in elements.enumerated() {
        if index > 0 { add(.load, value) }
        add(.indexConstant, constant(.number(index)))
        effect.formUnion(try emitPattern(element, slots, scope))
      }
      return effect
    case .object(let entries):
      let value = newSlot()
      add(.store, value)
      var effect: Effect = []
      for entry in entries {
        add(.load, value)
        if case .string(let name)? = folded(entry.key) {
          add(.field, key(name))
        } else {
          effect.formUnion(try emit(entry.key, scope, .value))
          let keySlot = newSlot()
          add(.checkKey)
          add(.store, keySlot)
          add(.load, value)
          add(.index, keySlot)
        }
        if let name = entry.variable { add(.store, slots[name] ?? 0) }
        if let inner = entry.pattern { effect.formUnion(try emitPattern(inner, slots, scope)) }
      }
      return effect
    }
  }
}
