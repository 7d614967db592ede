import JSON

extension Compiler {
  func emitAssign(
    _ kind: Assignment, _ target: Expression, _ source: Expression, _ scope: Scope?
  ) throws(SyntaxError) -> Effect {
    switch kind {
    case .set: return try emitSet(target, source, scope)
    case .update:
      let input = save(.value)
      let isSingleUpdate = isSingle(source, scope)
      try emitUpdate(of: target, input, after: [], isSingleUpdate, scope) { () throws(SyntaxError) in
        _ = try self.emit(source, scope, .value)
      }
      return []
    case .arithmetic(let op):
      return try emitUpdate(of: target, with: source, scope) { operand in
        self.add(.binary, Int(op.rawValue), operand)
      }
    case .alternative:
      return try emitUpdate(of: target, with: source, scope) { operand in
        let end = self.addJump(.jumpIfTrue)
        self.add(.load, operand)
        self.land(end)
      }
    }
  }

  /// `target = source`: every place gets the value; one output for each value.
  private func emitSet(_ target: Expression, _ source: Expression, _ scope: Scope?) throws(SyntaxError) -> Effect {
    let input = save(.value)
    let effect = try emit(source, scope, .value)
    let value = newSlot()
    add(.store, value)
    let isMovable = !effect.contains(.forks)
    if isSinglePath(target, scope) {
      add(.load, input.slot)
      add(.pathBegin)
      _ = try emit(target, scope, .path)
      add(.setAtPath, input.slot, value, isMovable ? 1 : 0)
      return effect
    }
    let state = newSlot()
    add(.load, input.slot)
    add(.store, state)
    let barrier = addJump(.barrier)
    add(isMovable ? .take : .load, input.slot)
    add(.pathBegin)
    _ = try emit(target, scope, .path)
    add(.setAtPath, state, value, 1)
    add(.store, state)
    add(.backtrack)
    land(barrier)
    add(.take, state)
    return effect
  }

  /// `target op= source`: the source's value first, from the input, then every place is updated with it.
  private func emitUpdate(
    of target: Expression, with source: Expression, _ scope: Scope?, combine: (Int) -> Void
  ) throws(SyntaxError) -> Effect {
    let input = save(.value)
    let effect = try emit(source, scope, .value)
    let operand = newSlot()
    add(.store, operand)
    try emitUpdate(of: target, input, after: effect, true, scope) { combine(operand) }
    return effect
  }

  /// Replaces the value at each path of `target` by the first output of `update`, or deletes it when there is none.
  private func emitUpdate(
    of target: Expression, _ input: Saved, after effect: Effect, _ isSingleUpdate: Bool, _ scope: Scope?,
    update: () throws(SyntaxError) -> Void
  ) throws(SyntaxError) {
    let isMovable = !effect.contains(.forks)
    let isOnePath = isSinglePath(target, scope)
    let state: Int
    var barrier: Int?
    let deleted = isSingleUpdate ? nil : newSlot()
    if isOnePath, isMovable {
      state = input.slot
      add(.load, input.slot)
    } else {
      state = newSlot()
      add(.load, input.slot)
      add(.store, state)
      if isOnePath {
        add(.load, input.slot)
      }
    }
    if let deleted { add(.beginArray, deleted) }
    if !isOnePath {
      barrier = addJump(.barrier)
      add(isMovable ? .take : .load, input.slot)
    }
    add(.pathBegin)
    _ = try emit(target, scope, .path)
    let path = newSlot()
    add(.takeAtPath, state, path, isSingleUpdate ? 1 : 0)
    if let deleted {
      let mark = newSlot()
      add(.mark, mark)
      let none = addJump(.barrier)
      try update()
      add(.cut, mark)
      add(.putAtPath, state, path)
      let done = addJump(.jump)
      land(none)
      add(.cut, mark)
      add(.markDeleted, deleted, path)
      land(done)
    } else {
      try update()
      add(.putAtPath, state, path)
    }
    if let barrier {
      add(.backtrack)
      land(barrier)
    }
    add(.take, state)
    if let deleted { add(.deleteMarked, deleted) }
  }

  /// Whether the expression has exactly one path (or fails), and leaves nothing to come back to.
  func isSinglePath(_ expression: Expression, _ scope: Scope?) -> Bool {
    switch expression {
    case .identity: true
    case .index(let term, let key, let optional): !optional && isSinglePath(term, scope) && isSingle(key, scope)
    case .slice(let term, let from, let to, let optional):
      !optional && isSinglePath(term, scope) && (from.map { isSingle($0, scope) } ?? true)
        && (to.map { isSingle($0, scope) } ?? true)
    case .pipe(let stages): stages.allSatisfy { isSinglePath($0, scope) }
    default: false
    }
  }
}
