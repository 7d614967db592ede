import JSON

extension Compiler {
  func emitAssign(
    _ kind: Assignment, _ target: Expression, _ source: Expression, _ scope: Scope?
  ) throws(SyntaxError) -> Effect {
    switch kind {
    case .update:
      let update = Update(isSingle: isSingle(source, scope)) { () throws(SyntaxError) in
        _ = try self.emit(source, scope, .value)
      }
      try emitUpdate(of: target, update, scope)
      return []
    case .set: return try emitUpdate(of: target, with: source, scope) { self.add(.load, $0) }
    case .arithmetic(let op):
      return try emitUpdate(of: target, with: source, scope) { self.add(.binary, Int(op.rawValue), $0) }
    case .alternative:
      return try emitUpdate(of: target, with: source, scope) { operand in
        let end = self.addJump(.jumpIfTrue)
        self.add(.load, operand)
        self.land(end)
      }
    }
  }

  /// What becomes of a value: code that finds the old one as the current value and leaves the new one there.
  struct Update {
    /// Whether there always is exactly one new value; else the first counts, and without one the old is deleted.
    let isSingle: Bool
    let emit: () throws(SyntaxError) -> Void
  }

  /// `target op= source`: the source's values first, each from the input; for each the updated input is an output.
  private func emitUpdate(
    of target: Expression, with source: Expression, _ scope: Scope?, combine: @escaping (Int) -> Void
  ) throws(SyntaxError) -> Effect {
    let operand: Int
    var effect: Effect = []
    if let slot = localSlot(source, scope) {
      operand = slot
    } else {
      let input = save(.value)
      effect = try emit(source, scope, .value)
      operand = newSlot()
      add(.store, operand)
      restore(input, after: effect)
    }
    try emitUpdate(of: target, Update(isSingle: true) { combine(operand) }, scope)
    return effect
  }

  /// The current value with `update` applied to what `target` names in it.
  private func emitUpdate(of target: Expression, _ update: Update, _ scope: Scope?) throws(SyntaxError) {
    switch target {
    case .identity where update.isSingle: try update.emit()
    case .index(let term, .constant(.string(let key)), optional: false):
      try emitUpdate(of: term, scope, member: key, update)
    case .iterate(let term, optional: false): try emitUpdateOfEach(term, update, scope)
    case .pipe(let stages):
      guard let last = stages.last, canNest(target) else { return try emitPathUpdate(of: target, update, scope) }
      let before = stages.count == 2 ? stages[0] : .pipe(Array(stages.dropLast()))
      try emitUpdate(
        of: before,
        Update(isSingle: true) { () throws(SyntaxError) in
          try self.emitUpdate(of: last, update, scope)
        }, scope)
    default: try emitPathUpdate(of: target, update, scope)
    }
  }

  /// Whether the parts of a target can be updated one within the other: each names members or elements alone.
  private func canNest(_ target: Expression) -> Bool {
    switch target {
    case .identity: true
    case .index(let term, .constant(.string), optional: false), .iterate(let term, optional: false): canNest(term)
    case .pipe(let stages): stages.allSatisfy(canNest)
    default: false
    }
  }

  private func emitUpdate(
    of term: Expression, _ scope: Scope?, member key: String, _ update: Update
  ) throws(SyntaxError) {
    guard canNest(term) else {
      let whole = Expression.index(term, key: .constant(.string(key)), optional: false)
      return try emitPathUpdate(of: whole, update, scope)
    }
    let container = newSlot()
    let keyIndex = self.key(key)
    let inner = Update(isSingle: true) { () throws(SyntaxError) in
      self.add(.takeMember, container, keyIndex)
      try self.emitFirst(update) {
        self.add(.putMember, container, keyIndex)
      } orDelete: {
        self.add(.dropMember, container, keyIndex)
      }
    }
    try emitUpdate(of: term, inner, scope)
  }

  private func emitUpdateOfEach(_ term: Expression, _ update: Update, _ scope: Scope?) throws(SyntaxError) {
    guard canNest(term) else {
      return try emitPathUpdate(of: .iterate(term, optional: false), update, scope)
    }
    let container = newSlot()
    let index = newSlot()
    let deleted = newSlot()
    let inner = Update(isSingle: true) { () throws(SyntaxError) in
      self.add(.eachStart, 0, container, index)
      if !update.isSingle { self.add(.beginArray, deleted) }
      let start = self.parts.code.count
      let end = self.addJump(.eachTake, container, index)
      try self.emitFirst(update) {
        self.add(.eachPut, 0, container, index)
        self.add(.jump, start)
      } orDelete: {
        self.add(.eachDrop, deleted, container, index)
        self.add(.jump, start)
      }
      self.land(end)
      self.add(.take, container)
      if !update.isSingle { self.add(.deleteMarked, deleted) }
    }
    try emitUpdate(of: term, inner, scope)
  }

  /// The first new value and what to do with it, or with there being none.
  private func emitFirst(
    _ update: Update, then keep: () -> Void, orDelete delete: () -> Void
  ) throws(SyntaxError) {
    if update.isSingle {
      try update.emit()
      return keep()
    }
    let mark = newSlot()
    add(.mark, mark)
    let none = addJump(.barrier)
    try update.emit()
    add(.cut, mark)
    keep()
    let done = addJump(.jump)
    land(none)
    add(.cut, mark)
    delete()
    land(done)
  }

  /// Any target: its paths are computed from the input one after another, and each is updated.
  private func emitPathUpdate(of target: Expression, _ update: Update, _ scope: Scope?) throws(SyntaxError) {
    let state = newSlot()
    add(.store, state)
    let deleted = update.isSingle ? nil : newSlot()
    if let deleted { add(.beginArray, deleted) }
    var barrier: Int?
    if !isSinglePath(target, scope) {
      let input = newSlot()
      add(.store, input)
      barrier = addJump(.barrier)
      add(.take, input)
    }
    add(.pathBegin)
    _ = try emit(target, scope, .path)
    let path = newSlot()
    add(.takeAtPath, state, path, update.isSingle ? 1 : 0)
    try emitFirst(update) {
      add(.putAtPath, state, path)
    } orDelete: {
      if let deleted { add(.markDeleted, deleted, path) }
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
