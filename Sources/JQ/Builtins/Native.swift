import JSON

/// A builtin written in Swift.
struct Native: Sendable {
  let name: String
  let arity: Int
  let function: Function
  /// Levels by which the output may be nested deeper than the input and the arguments.
  let growth: Int32
  let mayBeEmpty: Bool

  enum Function: Sendable {
    case input(@Sendable (inout Context, consuming JSONValue) throws(Raised) -> JSONValue)
    case one(@Sendable (inout Context, consuming JSONValue, JSONValue) throws(Raised) -> JSONValue)
    case two(@Sendable (inout Context, consuming JSONValue, JSONValue, JSONValue) throws(Raised) -> JSONValue)
    case three(
      @Sendable (inout Context, consuming JSONValue, JSONValue, JSONValue, JSONValue) throws(Raised) -> JSONValue)
  }

  init(_ name: String, growth: Int32 = 0, _ function: Function) {
    self.name = name
    self.function = function
    self.growth = growth
    mayBeEmpty = false
    arity =
      switch function {
      case .input: 0
      case .one: 1
      case .two: 2
      case .three: 3
      }
  }

  static func named(_ name: String, arity: Int) -> Native? { table["\(name)/\(arity)"] }

  /// All of them, by name and arity.
  static let table: [String: Native] = {
    let families = [
      types, numbers, mathematics, strings, arrays, objects, ordering, paths, conversions, formats, dates, regexes,
      surroundings,
    ]
    var table: [String: Native] = [:]
    for native in families.joined() { table["\(native.name)/\(native.arity)"] = native }
    return table
  }()

  /// `@name`
  static func format(_ name: String) -> Native {
    let format = Format(name)
    return Native("@\(name)", .input { (context, input) throws(Raised) in .string(try format.render(input, &context)) })
  }

  /// `$ENV`
  static let environment = Native("$ENV", .input { (context, _) in .object(context.environment.variables) })
}
