import JSON

extension Native {
  static let regexes: [Native] = [
    Native(
      "_test",
      .two { (context, input, pattern, flags) throws(Raised) in
        let (text, regex) = try prepare(input, pattern, flags, &context)
        return .bool(try Matching.isMatch(text, regex, &context))
      }),
    Native(
      "_match",
      growth: 3,
      .two { (context, input, pattern, flags) throws(Raised) in
        let (text, regex) = try prepare(input, pattern, flags, &context)
        return .array(try Matching.matches(text, regex, &context))
      }),
    Native(
      "_split",
      growth: 1,
      .two { (context, input, pattern, flags) throws(Raised) in
        let (text, regex) = try prepare(input, pattern, flags, &context)
        return .array(try Matching.split(text, regex, &context))
      }),
    Native(
      "_edits",
      growth: 3,
      .two { (context, input, pattern, flags) throws(Raised) in
        let (text, regex) = try prepare(input, pattern, flags, &context)
        return try Matching.edits(text, regex, &context)
      }),
    Native(
      "_sub",
      growth: 1,
      .two { (context, input, edits, replacements) throws(Raised) in
        guard case .string(let text) = input, case .array(let replacements) = replacements else { return input }
        return .array(try Matching.replace(text, edits, replacements, &context))
      }),
    Native(
      "_replace",
      .three { (context, input, pattern, replacement, flags) throws(Raised) in
        let (text, regex) = try prepare(input, pattern, flags, &context)
        guard case .string(let replacement) = replacement else { return input }
        return .string(try Matching.replace(text, regex, with: replacement, &context))
      }),
    Native(
      "_captures",
      .input { (_, input) in
        var named = JSONObject()
        for capture in input["captures"]?.arrayValue ?? [] {
          if case .string(let name)? = capture["name"] { named[name] = capture["string"] ?? .null }
        }
        return .object(named)
      }),
    Native(
      "_pattern",
      growth: 1,
      .one { (_, _, value) throws(Raised) in
        switch value {
        case .string: return .array([value, .null])
        case .array(let parts) where parts.count > 1: return .array([parts[0], parts[1]])
        case .array(let parts) where parts.count > 0: return .array([parts[0], .null])
        default: throw Raised("\(value.typeName) not a string or array")
        }
      }),
  ]

  private static func prepare(
    _ input: JSONValue, _ pattern: JSONValue, _ flags: JSONValue, _ context: inout Context
  ) throws(Raised) -> (String, Regex) {
    guard case .string(let text) = input else { throw .type(input, "cannot be matched, as it is not a string") }
    guard case .string(let pattern) = pattern else {
      throw .type(pattern, "cannot be matched, as it is not a string")
    }
    let key = RegexCache.Key(pattern: pattern, options: try options(flags))
    if let last = context.lastExpression, last.key == key { return (text, last.expression) }
    do {
      let regex = try context.expressions.expression(key)
      context.lastExpression = (key, regex)
      return (text, regex)
    } catch {
      throw Raised("Regex failure: \(error.message)")
    }
  }

  private static func options(_ flags: JSONValue) throws(Raised) -> Regex.Options {
    switch flags {
    case .null: return []
    case .string(let letters):
      var options: Regex.Options = []
      for letter in letters.unicodeScalars {
        switch letter {
        case "g": options.insert(.global)
        case "i": options.insert(.ignoreCase)
        case "x": options.insert(.extended)
        case "s": break
        case "m", "p": options.insert(.dotAll)
        case "l": options.insert(.longest)
        case "n": options.insert(.notEmpty)
        default: throw Raised("\(letters) is not a valid modifier string")
        }
      }
      return options
    default: throw .type(flags, "is not a string")
    }
  }
}
