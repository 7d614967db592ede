import JSON

/// The binary operators on values.
enum Arithmetic {
  /// The magnitude up to which integers and doubles are the same numbers.
  static let exactLimit: Int64 = 9_007_199_254_740_992

  @inline(__always)
  static func isExact(_ value: Int64) -> Bool { value <= exactLimit && value >= -exactLimit }

  static func apply(
    _ op: BinaryOperator, _ a: consuming JSONValue, _ b: consuming JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    switch op {
    case .add: try add(a, b, &context)
    case .subtract: try subtract(a, b, &context)
    case .multiply: try multiply(a, b, &context)
    case .divide: try divide(a, b, &context)
    case .modulo: try modulo(a, b)
    case .equal: .bool(a.isEqual(to: b))
    case .notEqual: .bool(!a.isEqual(to: b))
    case .less: .bool(a.order(relativeTo: b) < 0)
    case .lessOrEqual: .bool(a.order(relativeTo: b) <= 0)
    case .greater: .bool(a.order(relativeTo: b) > 0)
    case .greaterOrEqual: .bool(a.order(relativeTo: b) >= 0)
    }
  }

  static func add(
    _ a: consuming JSONValue, _ b: consuming JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    switch (consume a, consume b) {
    case (.integer(let a), .integer(let b)) where isExact(a) && isExact(b): return exact(a + b)
    case (.null, let b): return b
    case (let a, .null): return a
    case (.string(var a), .string(let b)):
      try context.checkSize(a.utf8.count + b.utf8.count)
      a += b
      return .string(a)
    case (.array(var a), .array(let b)):
      try context.checkCount(a.count + b.count)
      context.fuel -= b.count
      a.append(contentsOf: b)
      return .array(a)
    case (.object(var a), .object(let b)):
      context.fuel -= b.count
      for (key, value) in b { a[key] = value }
      return .object(a)
    case (let a, let b):
      guard let x = a.doubleValue, let y = b.doubleValue else { throw .types(a, b, "cannot be added") }
      return .number(x + y)
    }
  }

  static func subtract(
    _ a: consuming JSONValue, _ b: consuming JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    switch (consume a, consume b) {
    case (.integer(let a), .integer(let b)) where isExact(a) && isExact(b): return exact(a - b)
    case (.array(let a), .array(let b)):
      try context.charge(a.count &* b.count)
      return .array(a.filter { element in !b.contains { element.isEqual(to: $0) } })
    case (let a, let b):
      guard let x = a.doubleValue, let y = b.doubleValue else { throw .types(a, b, "cannot be subtracted") }
      return .number(x - y)
    }
  }

  static func multiply(
    _ a: consuming JSONValue, _ b: consuming JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    switch (consume a, consume b) {
    case (.integer(let a), .integer(let b)):
      let (product, overflow) = a.multipliedReportingOverflow(by: b)
      if !overflow, isExact(product), isExact(a), isExact(b), product != 0 { return .integer(product) }
      return .number(Double(a) * Double(b))
    case (.object(let a), .object(let b)): return .object(try merge(a, b, &context))
    case (.string(let text), let count) where count.isNumber: return try repeated(text, count, &context)
    case (let count, .string(let text)) where count.isNumber: return try repeated(text, count, &context)
    case (let a, let b):
      guard let x = a.doubleValue, let y = b.doubleValue else { throw .types(a, b, "cannot be multiplied") }
      return .number(x * y)
    }
  }

  private static func repeated(
    _ text: String, _ count: JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    let count = count.doubleValue ?? 0
    guard count >= 0 else { return .null }
    let bytes = count.rounded(.down) * Double(text.utf8.count)
    guard bytes < Double(Int32.max) else { throw Raised("Repeat string result too long") }
    try context.checkSize(Int(bytes))
    try context.charge(Int(bytes) / 64)
    return .string(String(repeating: text, count: text.isEmpty ? 0 : Int(count)))
  }

  private static func merge(
    _ a: consuming JSONObject, _ b: JSONObject, _ context: inout Context
  ) throws(Raised) -> JSONObject {
    try context.charge(b.count)
    var merged = a
    for (key, value) in b {
      if case .object(let right) = value, case .object(let left)? = merged[key] {
        try context.enter()
        defer { context.leave() }
        merged[key] = .object(try merge(left, right, &context))
      } else {
        merged[key] = value
      }
    }
    return merged
  }

  static func divide(
    _ a: consuming JSONValue, _ b: consuming JSONValue, _ context: inout Context
  ) throws(Raised) -> JSONValue {
    switch (consume a, consume b) {
    case (.string(let text), .string(let separator)): return .array(try Strings.split(text, separator, &context))
    case (let a, let b):
      guard let x = a.doubleValue, let y = b.doubleValue else { throw .types(a, b, "cannot be divided") }
      guard y != 0 else { throw .types(a, b, "cannot be divided because the divisor is zero") }
      return .number(x / y)
    }
  }

  /// The remainder of the truncated numbers, with the sign of the dividend.
  static func modulo(_ a: consuming JSONValue, _ b: consuming JSONValue) throws(Raised) -> JSONValue {
    guard let x = a.doubleValue, let y = b.doubleValue else { throw .types(a, b, "cannot be divided (remainder)") }
    if x.isNaN || y.isNaN { return .double(.nan) }
    let dividend = Int64(clamping: x)
    let divisor = Int64(clamping: y)
    guard divisor != 0 else { throw .types(a, b, "cannot be divided (remainder) because the divisor is zero") }
    let remainder = dividend.magnitude % divisor.magnitude
    return .number(dividend < 0 ? -Double(remainder) : Double(remainder))
  }

  /// Minus the number; one that kept its digits keeps them.
  static func negate(_ value: JSONValue) throws(Raised) -> JSONValue {
    switch value {
    case .integer(let value) where value != .min: return .integer(-value)
    case .decimal(let value):
      let literal = value.literal
      return .number(literal: literal.hasPrefix("-") ? String(literal.dropFirst()) : "-" + literal)
    default:
      guard let number = value.doubleValue else { throw .type(value, "cannot be negated") }
      return .number(-number)
    }
  }

  /// The sum or difference of exact integers, which never overflows.
  @inline(__always)
  private static func exact(_ value: Int64) -> JSONValue {
    isExact(value) ? .integer(value) : .double(Double(value))
  }
}

extension Int64 {
  /// Truncated; beyond the range the nearest bound.
  init(clamping value: Double) {
    if value >= 9_223_372_036_854_775_808 {
      self = .max
    } else if value <= -9_223_372_036_854_775_808 {
      self = .min
    } else {
      self = Int64(value)
    }
  }
}
