import JSON

extension Compiler {
  /// Functions that are control structures and get code of their own; `nil` when the name is none of them.
  func emitIntrinsic(
    _ name: String, _ arguments: [Expression], _ scope: Scope?, _ mode: Mode, _ isTail: Bool
  ) throws(SyntaxError) -> Effect? {
    switch (name, arguments.count) {
    case ("empty", 0):
      add(.backtrack)
      return .empty
    case ("not", 0):
      add(.not)
      return []
    case ("select", 1): return try emitSelect(arguments[0], scope, mode)
    case ("path", 1):
      return try emitKeepingPath(mode) { () throws(SyntaxError) in
        self.add(.pathBegin)
        let effect = try self.emit(arguments[0], scope, .path)
        self.add(.pathEnd)
        return effect
      }
    case ("getpath", 1) where mode == .path:
      let saved = save(.path)
      let effect = try emit(arguments[0], scope, .value)
      let slot = newSlot()
      add(.store, slot)
      restore(saved, after: effect)
      add(.pathGet, slot)
      return effect
    case ("range", 1): return try emitRange(.constant(.integer(0)), arguments[0], scope, mode)
    case ("range", 2): return try emitRange(arguments[0], arguments[1], scope, mode)
    case ("first", 1): return try emitFirst(arguments[0], scope, mode)
    case ("limit", 2): return try emitLimit(arguments[0], arguments[1], scope, mode)
    case ("skip", 2): return try emitSkip(arguments[0], arguments[1], scope, mode)
    case ("last", 1): return try emitLast(arguments[0], scope, mode)
    case ("isempty", 1): return try emitSearch(arguments[0], nil, found: false, scope, mode)
    case ("any", 2): return try emitSearch(arguments[0], arguments[1], found: true, scope, mode)
    case ("all", 2): return try emitSearch(arguments[0], arguments[1], found: false, scope, mode)
    case ("sort_by", 1), ("group_by", 1), ("unique_by", 1), ("min_by", 1), ("max_by", 1):
      return try emitKeepingPath(mode) { () throws(SyntaxError) in try emitByKey(name, arguments[0], scope) }
    case ("sub", 2), ("sub", 3), ("gsub", 2), ("gsub", 3):
      return try emitReplacement(name, arguments, scope, mode)
    default: return nil
    }
  }

  /// `sub` and `gsub` with constant texts, which need no captures; `nil` for others.
  private func emitReplacement(
    _ name: String, _ arguments: [Expression], _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect? {
    guard case .string(let text)? = folded(arguments[1]), let native = Native.named("_replace", arity: 3) else {
      return nil
    }
    var flags = JSONValue.string(name == "gsub" ? "g" : "")
    if arguments.count == 3 {
      guard case .string(let given)? = folded(arguments[2]) else { return nil }
      if case .string(let own) = flags { flags = .string(given + own) }
    }
    let list: [Expression] = [arguments[0], .constant(.string(text)), .constant(flags)]
    return try emitKeepingPath(mode) { () throws(SyntaxError) in try emitNative(native, list, scope) }
  }

  /// Numbers from each start (the outer loop) to each end.
  private func emitRange(
    _ start: Expression, _ end: Expression, _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    try emitKeepingPath(mode) { () throws(SyntaxError) in
      let first = newSlot()
      let last = newSlot()
      let counter = newSlot()
      _ = newSlot()
      if folded(start) == nil {
        let saved = save(.value)
        let effect = try emit(start, scope, .value)
        add(.store, first)
        restore(saved, after: effect)
      } else {
        let saved = folded(end) == nil ? save(.value) : nil
        _ = try emit(start, scope, .value)
        add(.store, first)
        if let saved { restore(saved, after: []) }
      }
      _ = try emit(end, scope, .value)
      add(.store, last)
      add(.range, first, last, counter)
      return [.forks, .empty]
    }
  }

  private func emitFirst(_ body: Expression, _ scope: Scope?, _ mode: Mode) throws(SyntaxError) -> Effect {
    let mark = newSlot()
    add(.mark, mark)
    let effect = try emit(body, scope, mode)
    add(.cut, mark)
    return effect.subtracting(.forks)
  }

  private func emitLimit(
    _ count: Expression, _ body: Expression, _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    let saved = save(mode)
    let effect = try emit(count, scope, .value)
    let left = newSlot()
    add(.checkCount, left, 0)
    restore(saved, after: effect)
    let mark = newSlot()
    add(.mark, mark)
    _ = try emit(body, scope, mode)
    add(.limit, left, mark)
    return [.forks, .empty]
  }

  private func emitSkip(
    _ count: Expression, _ body: Expression, _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    let saved = save(mode)
    let effect = try emit(count, scope, .value)
    let left = newSlot()
    add(.checkCount, left, 1)
    restore(saved, after: effect)
    _ = try emit(body, scope, mode)
    add(.skip, left)
    return [.forks, .empty]
  }

  /// The last output, none if there is none.
  private func emitLast(_ body: Expression, _ scope: Scope?, _ mode: Mode) throws(SyntaxError) -> Effect {
    let state = newSlot()
    let flag = newSlot()
    let pathSlot = mode == .path ? newPathSlot() : nil
    add(.lower, flag)
    let barrier = addJump(.barrier)
    _ = try emit(body, scope, mode)
    add(.store, state)
    if let pathSlot { add(.storePath, pathSlot) }
    add(.raise, flag)
    add(.backtrack)
    land(barrier)
    add(.requireRaised, flag)
    add(.take, state)
    if let pathSlot { add(.loadPath, pathSlot) }
    return .empty
  }

  /// Whether an output of `source` (that is truthy: any; that is not: all) exists; stops at the first.
  private func emitSearch(
    _ source: Expression, _ condition: Expression?, found: Bool, _ scope: Scope?, _ mode: Mode
  ) throws(SyntaxError) -> Effect {
    try emitKeepingPath(mode) { () throws(SyntaxError) in
      let mark = newSlot()
      add(.mark, mark)
      let none = addJump(.barrier)
      _ = try emit(source, scope, .value)
      if let condition {
        _ = try emit(condition, scope, .value)
        let hit = addJump(found ? .jumpIfTrue : .jumpIfFalse)
        add(.backtrack)
        land(hit)
      }
      add(.cut, mark)
      addConstant(.bool(found))
      let end = addJump(.jump)
      land(none)
      add(.cut, mark)
      addConstant(.bool(!found))
      land(end)
      return []
    }
  }

  /// `sort_by` and its like: keys are computed first, then native code orders the elements by them.
  private func emitByKey(_ name: String, _ key: Expression, _ scope: Scope?) throws(SyntaxError) -> Effect {
    let saved = save(.value)
    let keys: Expression = isSingle(key, scope) ? key : .array(key)
    _ = try emit(.array(.pipe([.iterate(.identity, optional: false), keys])), scope, .value)
    let slot = newSlot()
    add(.store, slot)
    restore(saved, after: [])
    guard let native = Native.named("_\(name)", arity: 1) else { return [] }
    add(.native1, self.native(native), slot)
    return []
  }
}
