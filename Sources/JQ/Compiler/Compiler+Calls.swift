import JSON

extension Compiler {
  func emitCall(
    _ name: String, _ arguments: [Expression], at offset: Int, _ scope: Scope?, _ mode: Mode, _ isTail: Bool
  ) throws(SyntaxError) -> Effect {
    switch scope.function(name, arity: arguments.count) {
    case .argument(_, let expression, let outer)?:
      return try emit(expression, outer, mode, isTail: isTail)
    case .parameter(_, let owner, let index)?:
      add(.callParameter, unit.levels(to: owner), index, mode == .path ? 1 : 0)
      return [.forks, .empty]
    case .function(let binding)?:
      return try emitFunction(binding, arguments, at: offset, scope, mode, isTail)
    default: break
    }
    if let effect = try emitIntrinsic(name, arguments, scope, mode, isTail) { return effect }
    if let native = Native.named(name, arity: arguments.count) {
      return try emitKeepingPath(arguments.isEmpty ? .value : mode) { () throws(SyntaxError) in
        try emitNative(native, arguments, scope)
      }
    }
    if let binding = try libraryFunction(name, arity: arguments.count) {
      return try emitFunction(binding, arguments, at: offset, scope, mode, isTail)
    }
    throw SyntaxError("\(name)/\(arguments.count) is not defined", at: offset)
  }

  func libraryFunction(_ name: String, arity: Int) throws(SyntaxError) -> FunctionBinding? {
    let full = "\(name)/\(arity)"
    if let binding = library[full] { return binding }
    guard let definition = Library.definition(full) else { return nil }
    let binding = FunctionBinding(definition, outer: nil, unit: nil)
    library[full] = binding
    return binding
  }

  private func emitFunction(
    _ binding: FunctionBinding, _ arguments: [Expression], at offset: Int, _ scope: Scope?, _ mode: Mode,
    _ isTail: Bool
  ) throws(SyntaxError) -> Effect {
    let definition = binding.definition
    if !definition.isRecursive, definition.size < expansionBudget {
      expansionBudget -= definition.size
      return try emitExpansion(of: binding, arguments, scope, mode, isTail)
    }
    let target =
      binding.units[mode] ?? makeUnit(parent: binding.unit, mode: mode, content: .function(binding))
    binding.units[mode] = target
    let list = arguments.map { argument($0, scope) }
    let canDropFrame = list.allSatisfy { if case .parameter = $0 { true } else { false } }
    var index = -1
    if !list.isEmpty {
      parts.arguments.append(list)
      index = parts.arguments.count - 1
    }
    let levels = binding.unit == nil ? -1 : unit.levels(to: binding.unit)
    add(isTail && canDropFrame && unit.isFunction ? .tailCall : .call, target.index, levels, index)
    let isSingle = mode == .value && arguments.isEmpty && isSingle(.call(definition.name, [], at: offset), scope)
    return isSingle ? [] : [.forks, .empty]
  }

  /// The function's body in place of the call, its parameters standing for the arguments.
  private func emitExpansion(
    of binding: FunctionBinding, _ arguments: [Expression], _ scope: Scope?, _ mode: Mode, _ isTail: Bool
  ) throws(SyntaxError) -> Effect {
    var inner = binding.scope
    for (parameter, argument) in zip(binding.definition.parameters, arguments) {
      inner = Scope(inner, .argument(parameter.name, argument, scope: scope))
    }
    let (bound, effect) = try emitValueParameters(
      binding.definition.parameters, inner, mode,
      aliases: { [self] index in
        localSlot(arguments[index], scope)
      }
    ) { (index) throws(SyntaxError) in
      try self.emit(arguments[index], scope, .value)
    }
    return try emit(binding.definition.body, bound, mode, isTail: isTail).union(effect)
  }

  /// Binds the parameters written with `$` to each of their arguments' values, the first the outermost loop.
  func emitValueParameters(
    _ parameters: [FunctionDefinition.Parameter], _ scope: Scope, _ mode: Mode,
    aliases: (Int) -> Int? = { _ in nil },
    _ evaluate: (Int) throws(SyntaxError) -> Effect
  ) throws(SyntaxError) -> (scope: Scope, effect: Effect) {
    var scope = scope
    var effect: Effect = []
    var saved: Saved?
    for (index, parameter) in parameters.enumerated() where parameter.isValue {
      if let slot = aliases(index) {
        scope = Scope(scope, .variable(parameter.name, unit: unit, slot: slot))
        continue
      }
      let input = saved ?? save(mode)
      saved = input
      effect.formUnion(try evaluate(index))
      let slot = newSlot()
      add(.store, slot)
      add(.load, input.slot)
      if let pathSlot = input.pathSlot { add(.loadPath, pathSlot) }
      scope = Scope(scope, .variable(parameter.name, unit: unit, slot: slot))
    }
    if let saved, !effect.contains(.forks), let last = parts.code.indices.last {
      // Nothing comes back to the last load of the input: it may be moved.
      let position = saved.pathSlot == nil ? last : last - 1
      if parts.code[position].opcode == .load { parts.code[position].opcode = .take }
    }
    return (scope, effect)
  }

  /// An argument as the machine is given it: a closure, or a parameter handed on.
  private func argument(_ expression: Expression, _ scope: Scope?) -> Argument {
    var expression = expression
    var scope = scope
    while case .call(let name, let arguments, _) = expression, arguments.isEmpty {
      switch scope.function(name, arity: 0) {
      case .parameter(_, let owner, let index)?: return .parameter(index: index, levels: unit.levels(to: owner))
      case .argument(_, let inner, let outer)?:
        expression = inner
        scope = outer
        continue
      default: break
      }
      break
    }
    let value = makeUnit(parent: unit, mode: .value, content: .closure(expression, scope))
    let path = makeUnit(parent: unit, mode: .path, content: .closure(expression, scope))
    return .closure(value: value.index, path: path.index)
  }

  // MARK: Native functions

  func emitNative(_ native: Native, _ arguments: [Expression], _ scope: Scope?) throws(SyntaxError) -> Effect {
    let index = self.native(native)
    switch arguments.count {
    case 0:
      add(.native0, index)
      return native.mayBeEmpty ? .empty : []
    case 1:
      if let slot = localSlot(arguments[0], scope) {
        add(.native1, index, slot)
        return []
      }
      let saved = save(.value)
      let effect = try emit(arguments[0], scope, .value)
      let slot = newSlot()
      add(.store, slot)
      restore(saved, after: effect)
      add(.native1, index, slot)
      return effect
    default:
      let saved = save(.value)
      let first = unit.slots
      unit.slots += arguments.count
      var effect: Effect = []
      for (position, argument) in arguments.enumerated().reversed() {
        effect.formUnion(try emit(argument, scope, .value))
        add(.store, first + position)
        restore(saved, after: effect, isLast: position == 0)
      }
      add(.nativeN, index, first)
      return effect
    }
  }
}

extension CodeUnit {
  /// Whether it ends by returning, so that another function's frame may take its frame's place.
  var isFunction: Bool {
    if case .main = content { false } else { true }
  }
}
