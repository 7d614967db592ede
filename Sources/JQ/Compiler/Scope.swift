import JSON

/// What a name means at a place of the filter: a chain from the innermost binding outwards.
final class Scope {
  let outer: Scope?
  let entry: Entry

  enum Entry {
    case variable(String, unit: CodeUnit, slot: Int)
    case function(FunctionBinding)
    /// A parameter of a function that is called: a closure in the frame.
    case parameter(String, unit: CodeUnit, index: Int)
    /// A parameter of a function expanded in place: the argument itself.
    case argument(String, Expression, scope: Scope?)
    case label(String, unit: CodeUnit, slot: Int)
  }

  init(_ outer: Scope?, _ entry: Entry) {
    self.outer = outer
    self.entry = entry
  }
}

extension Scope? {
  func adding(_ entry: Scope.Entry) -> Scope { Scope(self, entry) }

  func variable(_ name: String) -> (unit: CodeUnit, slot: Int)? {
    var scope = self
    while let current = scope {
      if case .variable(name, let unit, let slot) = current.entry { return (unit, slot) }
      scope = current.outer
    }
    return nil
  }

  func label(_ name: String) -> (unit: CodeUnit, slot: Int)? {
    var scope = self
    while let current = scope {
      if case .label(name, let unit, let slot) = current.entry { return (unit, slot) }
      scope = current.outer
    }
    return nil
  }

  func function(_ name: String, arity: Int) -> Scope.Entry? {
    var scope = self
    while let current = scope {
      switch current.entry {
      case .function(let binding) where binding.definition.name == name && binding.definition.parameters.count == arity:
        return current.entry
      case .parameter(name, _, _) where arity == 0: return current.entry
      case .argument(name, _, _) where arity == 0: return current.entry
      default: break
      }
      scope = current.outer
    }
    return nil
  }
}

/// A function where it is defined: its code for values and for paths is made when first called.
final class FunctionBinding {
  let definition: FunctionDefinition
  /// What the definition sees, itself not included.
  let outer: Scope?
  /// The unit in which the definition stands; `nil` for the library.
  let unit: CodeUnit?
  var units: [Mode: CodeUnit] = [:]

  init(_ definition: FunctionDefinition, outer: Scope?, unit: CodeUnit?) {
    self.definition = definition
    self.outer = outer
    self.unit = unit
  }

  /// What the body sees, parameters not included.
  var scope: Scope { outer.adding(.function(self)) }
}

/// Whether code computes values alone, or keeps the path register true as well.
enum Mode { case value, path }

/// What running a piece of code may leave behind or omit.
struct Effect: OptionSet {
  let rawValue: UInt8
  /// It may leave fork points, so what comes after may run again.
  static let forks = Effect(rawValue: 1)
  /// It may have no output.
  static let empty = Effect(rawValue: 2)
}

/// Code with frames of its own: the filter, a function or a closure.
final class CodeUnit {
  let index: Int
  /// The unit whose frame is this one's environment.
  let parent: CodeUnit?
  let mode: Mode
  let content: Content
  var slots = 0
  var pathSlots = 0

  enum Content {
    case main(Expression)
    case function(FunctionBinding)
    case closure(Expression, Scope?)
  }

  init(index: Int, parent: CodeUnit?, mode: Mode, content: Content) {
    self.index = index
    self.parent = parent
    self.mode = mode
    self.content = content
  }

  /// Frames between this unit's and that of `unit`, an enclosing one.
  func levels(to unit: CodeUnit?) -> Int {
    var levels = 0
    var current: CodeUnit? = self
    while let next = current, next !== unit {
      levels += 1
      current = next.parent
    }
    return levels
  }
}
