import JSON

extension Native {
  static let arrays: [Native] = [
    Native("add", .input { (context, input) throws(Raised) in try sum(input, &context) }),
    Native("toarray", growth: 1, .input { (_, input) in input.arrayValue == nil ? .array([input]) : input }),
    Native(
      "reverse",
      .input { (context, input) throws(Raised) in
        switch input {
        case .array(let elements):
          try context.charge(elements.count)
          return .array(elements.reversed())
        case .string(let text): return .array(text.isEmpty ? [] : try reversedCharacters(text))
        case .null: return .array([])
        case .object(let members) where members.isEmpty: return .array([])
        case .object: throw Access.indexError(input, .integer(Int64(Swift.max(input.objectValue?.count ?? 1, 1) - 1)))
        default:
          guard let number = input.doubleValue else { throw .type(input, "has no length") }
          guard number.magnitude > 0 else { return .array([]) }
          throw Access.indexError(input, .number(number.magnitude - 1))
        }
      }),
    Native("flatten", .input { (context, input) throws(Raised) in try flattened(input, depth: -1, &context) }),
    Native(
      "flatten",
      .one { (context, input, depth) throws(Raised) in
        guard depth.order(relativeTo: .integer(0)) >= 0 else { throw Raised("flatten depth must not be negative") }
        guard let levels = depth.doubleValue else { throw .types(depth, .integer(1), "cannot be subtracted") }
        return try flattened(input, depth: Int(Int64(clamping: levels.rounded(.up))), &context)
      }),
    Native(
      "transpose",
      .input { (context, input) throws(Raised) in try transposed(input, &context) }),
    Native(
      "_indices",
      growth: 1,
      .one { (context, input, target) throws(Raised) in
        switch (input, target) {
        case (.string(let text), .string(let part)):
          return .array(try Strings.positions(of: part, in: text, &context))
        case (.array(let elements), .array(let part)):
          return .array(try Access.positions(of: part, in: elements, &context))
        case (.array(let elements), _): return .array(try Access.positions(of: [target], in: elements, &context))
        default: return try Access.value(in: input, at: target, &context)
        }
      }),
    Native(
      "bsearch",
      .one { (_, input, target) throws(Raised) in
        guard case .array(let elements) = input else { throw .type(input, "cannot be searched from") }
        var low = 0
        var high = elements.count
        while low < high {
          let middle = (low + high) / 2
          let order = elements[middle].order(relativeTo: target)
          if order == 0 { return .number(middle) }
          if order < 0 { low = middle + 1 } else { high = middle }
        }
        return .number(-1 - low)
      }),
    Native(
      "contains",
      .one { (context, input, part) throws(Raised) in .bool(try contains(input, part, &context)) }),
  ]

  private static func reversedCharacters(_ text: String) throws(Raised) -> [JSONValue] {
    throw Access.indexError(.string(text), .number(text.unicodeScalars.count - 1))
  }

  /// All elements or values added up; a long sum of strings or arrays grows in place.
  private static func sum(_ input: consuming JSONValue, _ context: inout Context) throws(Raised) -> JSONValue {
    var total = JSONValue.null
    switch input {
    case .array(let elements):
      for element in elements {
        try context.charge(1)
        total = try Arithmetic.add(total.take(), element, &context)
      }
    case .object(let members):
      for (_, value) in members {
        try context.charge(1)
        total = try Arithmetic.add(total.take(), value, &context)
      }
    default: throw Raised("Cannot iterate over \(input.described)")
    }
    return total
  }

  private static func flattened(
    _ input: JSONValue, depth: Int, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    var result: [JSONValue] = []
    // Arrays yet to be passed, the innermost last, each with its position and the depth left.
    var open: [(elements: [JSONValue], position: Int, depth: Int)] = []
    switch input {
    case .array(let elements): open.append((elements, 0, depth))
    case .object(let members): open.append((Array(members.values), 0, depth))
    default: throw Raised("Cannot iterate over \(input.described)")
    }
    while let top = open.indices.last {
      guard open[top].position < open[top].elements.count else {
        open.removeLast()
        continue
      }
      try context.charge(1)
      let element = open[top].elements[open[top].position]
      open[top].position += 1
      if case .array(let inner) = element, open[top].depth != 0 {
        open.append((inner, 0, open[top].depth - 1))
      } else {
        result.append(element)
      }
    }
    return .array(result)
  }

  private static func transposed(_ input: JSONValue, _ context: inout Context) throws(Raised) -> JSONValue {
    let rows: [JSONValue]
    switch input {
    case .array(let elements): rows = elements
    case .object(let members): rows = Array(members.values)
    default: throw Raised("Cannot iterate over \(input.described)")
    }
    var width = 0
    for row in rows {
      switch row {
      case .array(let cells): width = Swift.max(width, cells.count)
      case .null: break
      default: throw Access.indexError(row, .integer(0))
      }
    }
    try context.checkCount(width)
    try context.charge(width &* rows.count)
    var columns: [JSONValue] = []
    for column in 0..<width { columns.append(.array(rows.map { $0[column] ?? .null })) }
    return .array(columns)
  }

  /// Whether `part` is within `whole`: strings by substring, arrays and objects member by member.
  static func contains(_ whole: JSONValue, _ part: JSONValue, _ context: inout Context) throws(Raised) -> Bool {
    switch (whole, part) {
    case (.object(let whole), .object(let part)):
      for (key, value) in part {
        guard let match = whole[key], try isWithin(match, value, &context) else { return false }
      }
      return true
    case (.array(let whole), .array(let part)):
      for wanted in part {
        var isFound = false
        for candidate in whole where try isWithin(candidate, wanted, &context) {
          isFound = true
          break
        }
        if !isFound { return false }
      }
      return true
    case (.string(let whole), .string(let part)):
      try context.charge(whole.utf8.count / 32)
      return Strings.contains(whole, part)
    case (.bool, .bool), (.null, .null): return whole.isEqual(to: part)
    default:
      guard whole.isNumber, part.isNumber else {
        throw .types(whole, part, "cannot have their containment checked")
      }
      return whole.isEqual(to: part)
    }
  }

  private static func isWithin(
    _ whole: JSONValue, _ part: JSONValue, _ context: inout Context
  ) throws(Raised) -> Bool {
    guard whole.typeName == part.typeName else { return false }
    try context.charge(1)
    try context.enter()
    defer { context.leave() }
    return try contains(whole, part, &context)
  }
}
