import JSON
import Synchronization

/// A filter compiled: instructions and what they refer to. Immutable, shared by all evaluations.
final class Program: Sendable {
  let code: ContiguousArray<Instruction>
  let units: ContiguousArray<UnitLayout>
  let constants: ContiguousArray<JSONValue>
  let keys: ContiguousArray<String>
  let shapes: ContiguousArray<[ShapeMember]>
  let templates: ContiguousArray<StringTemplate>
  let arguments: ContiguousArray<[Argument]>
  let natives: ContiguousArray<Native>
  let expressions = RegexCache()

  init(_ parts: ProgramParts) {
    code = parts.code
    units = parts.units
    constants = parts.constants
    keys = parts.keys
    shapes = parts.shapes
    templates = parts.templates
    arguments = parts.arguments
    natives = parts.natives
  }
}

/// What a program consists of while it is being compiled.
struct ProgramParts {
  var code: ContiguousArray<Instruction> = []
  var units: ContiguousArray<UnitLayout> = []
  var constants: ContiguousArray<JSONValue> = []
  var keys: ContiguousArray<String> = []
  var shapes: ContiguousArray<[ShapeMember]> = []
  var templates: ContiguousArray<StringTemplate> = []
  var arguments: ContiguousArray<[Argument]> = []
  var natives: ContiguousArray<Native> = []
}

/// A function, closure or the main filter: where it starts and what its frames hold.
struct UnitLayout: Sendable {
  var address = 0
  var slots = 0
  var pathSlots = 0
}

/// A member of an object to be made; its value lies in the slot of the same number.
enum ShapeMember: Sendable {
  case constant(String)
  /// The key lies in this slot after the first.
  case computed(Int)
}

/// An argument of a call: code in an environment.
enum Argument: Sendable {
  /// Units for its values and for its paths, whose environment is the caller's frame.
  case closure(value: Int, path: Int)
  /// Parameter `index` of the frame so many levels out, handed on.
  case parameter(index: Int, levels: Int)
}
