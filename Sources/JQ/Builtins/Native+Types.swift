import JSON

extension Native {
  /// Types, truth and errors.
  static let types: [Native] = [
    Native("type", .input { (_, input) in .string(input.typeName) }),
    Native(
      "length",
      .input { (context, input) throws(Raised) in
        switch input {
        case .null: return .integer(0)
        case .string(let text):
          context.fuel -= text.utf8.count / 64
          return .number(text.isASCII ? text.utf8.count : text.unicodeScalars.count)
        case .array(let elements): return .number(elements.count)
        case .object(let members): return .number(members.count)
        case .integer(let number) where Arithmetic.isExact(number): return .integer(Swift.abs(number))
        default:
          guard let number = input.doubleValue else { throw .type(input, "has no length") }
          return .number(number.magnitude)
        }
      }),
    Native("error", .input { (_, input) throws(Raised) in throw Raised(value: input) }),
    Native("halt", .input { (_, _) throws(Raised) in throw Raised(value: .null, kind: .halted(code: 0)) }),
    Native(
      "halt_error",
      .one { (_, input, code) throws(Raised) in
        guard let number = code.doubleValue else { throw Raised("halt_error/1: number required") }
        throw Raised(value: input, kind: .halted(code: Int(Int64(clamping: number))))
      }),
    Native("isinfinite", .input { (_, input) in .bool(input.doubleValue?.isInfinite ?? false) }),
    Native("isnan", .input { (_, input) in .bool(input.doubleValue?.isNaN ?? false) }),
    Native(
      "isnormal",
      .input { (_, input) in .bool(input.doubleValue?.isNormal ?? false) }),
    Native(
      "toboolean",
      .input { (_, input) throws(Raised) in
        switch input {
        case .bool: return input
        case .string("true"): return .bool(true)
        case .string("false"): return .bool(false)
        default: throw .type(input, "cannot be parsed as a boolean")
        }
      }),
    Native("infinite", .input { (_, _) in .double(.infinity) }),
    Native("nan", .input { (_, _) in .double(.nan) }),
    Native("have_literal_numbers", .input { (_, _) in .bool(true) }),
    Native("have_decnum", .input { (_, _) in .bool(true) }),
    Native(
      "builtins",
      .input { (_, _) in .array(Library.names.map { .string($0) }) }),
    Native(
      "modulemeta",
      .input { (_, input) throws(Raised) in
        guard input.stringValue != nil else { throw Raised("modulemeta input module name must be a string") }
        throw Raised("modulemeta is not supported: a filter must be complete in itself")
      }),
    Native("get_search_list", .input { (_, _) in .array([]) }),
    Native("get_prog_origin", .input { (_, _) in .null }),
    Native("get_jq_origin", .input { (_, _) in .null }),
  ]

  static func number(_ value: JSONValue) throws(Raised) -> Double {
    guard let number = value.doubleValue else { throw .type(value, "number required") }
    return number
  }
}
