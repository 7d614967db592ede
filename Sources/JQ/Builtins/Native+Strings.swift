import JSON

extension Native {
  static let strings: [Native] = [
    Native(
      "utf8bytelength",
      .input { (_, input) throws(Raised) in
        guard case .string(let text) = input else { throw .type(input, "only strings have UTF-8 byte length") }
        return .number(text.utf8.count)
      }),
    pair("startswith", "startswith() requires string inputs") { (_, text, prefix) in
      .bool(Strings.hasPrefix(text, prefix))
    },
    pair("endswith", "endswith() requires string inputs") { (_, text, suffix) in
      .bool(Strings.hasSuffix(text, suffix))
    },
    pair("ltrimstr", "startswith() requires string inputs") { (_, text, prefix) in
      .string(withoutPrefix(text, prefix))
    },
    pair("rtrimstr", "endswith() requires string inputs") { (_, text, suffix) in
      .string(withoutSuffix(text, suffix))
    },
    pair("trimstr", "startswith() requires string inputs") { (_, text, ends) in
      .string(withoutSuffix(withoutPrefix(text, ends), ends))
    },
    trim("trim", start: true, end: true), trim("ltrim", start: true, end: false),
    trim("rtrim", start: false, end: true),
    pair("split", "split input and separator must be strings", growth: 1) { (context, text, separator) throws(Raised) in
      .array(try Strings.split(text, separator, &context))
    },
    pair("_strindices", "_strindices input must be a string") { (context, text, part) throws(Raised) in
      .array(try Strings.positions(of: part, in: text, &context))
    },
    changeCase("ascii_downcase") { (0x41...0x5A).contains($0) ? $0 + 32 : $0 },
    changeCase("ascii_upcase") { (0x61...0x7A).contains($0) ? $0 - 32 : $0 },
    Native(
      "explode",
      .input { (context, input) throws(Raised) in
        guard case .string(let text) = input else { throw Raised("explode input must be a string") }
        try context.charge(text.utf8.count)
        return .array(text.unicodeScalars.map { .number(Int($0.value)) })
      }),
    Native(
      "implode",
      .input { (context, input) throws(Raised) in
        guard case .array(let elements) = input else { throw Raised("implode input must be an array") }
        try context.charge(elements.count)
        return .string(try Strings.implode(elements))
      }),
    Native(
      "ascii",
      .input { (_, input) throws(Raised) in .string(try Strings.implode([input])) }),
    Native("join", .one { (context, input, separator) throws(Raised) in try joined(input, separator, &context) }),
  ]

  private static func pair(
    _ name: String, _ complaint: String, growth: Int32 = 0,
    _ function: @escaping @Sendable (inout Context, String, String) throws(Raised) -> JSONValue
  ) -> Native {
    Native(
      name, growth: growth,
      .one { (context, input, argument) throws(Raised) in
        guard case .string(let text) = input, case .string(let other) = argument else { throw Raised(complaint) }
        return try function(&context, text, other)
      })
  }

  private static func withoutPrefix(_ text: String, _ prefix: String) -> String {
    guard Strings.hasPrefix(text, prefix) else { return text }
    return String(decoding: text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  private static func withoutSuffix(_ text: String, _ suffix: String) -> String {
    guard Strings.hasSuffix(text, suffix) else { return text }
    return String(decoding: text.utf8.dropLast(suffix.utf8.count), as: UTF8.self)
  }

  private static func trim(_ name: String, start: Bool, end: Bool) -> Native {
    Native(
      name,
      .input { (_, input) throws(Raised) in
        guard case .string(let text) = input else { throw Raised("trim input must be a string") }
        return .string(Strings.trimmed(text, start: start, end: end))
      })
  }

  private static func changeCase(_ name: String, _ change: @escaping @Sendable (UInt8) -> UInt8) -> Native {
    Native(
      name,
      .input { (context, input) throws(Raised) in
        guard case .string(let text) = input else { throw Raised("explode input must be a string") }
        try context.charge(text.utf8.count / 32)
        return .string(Strings.mapASCII(text, change))
      })
  }

  /// Strings, numbers and booleans as text, null as nothing, with the separator between them.
  private static func joined(
    _ input: JSONValue, _ separator: JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    let elements: [JSONValue]
    switch input {
    case .array(let array): elements = array
    case .object(let object): elements = Array(object.values)
    default: throw Raised("Cannot iterate over \(input.described)")
    }
    var text = ""
    var isFirst = true
    for element in elements {
      try context.charge(1)
      if !isFirst {
        switch separator {
        case .string(let separator): text += separator
        case .null: break
        default: throw .types(.string(text), separator, "cannot be added")
        }
      }
      isFirst = false
      switch element {
      case .null: break
      case .string(let part): text += part
      case .bool, .integer, .double, .decimal: text += element.serialized()
      case .array, .object: throw .types(.string(text), element, "cannot be added")
      }
      try context.checkSize(text.utf8.count)
    }
    return .string(text)
  }
}
