import JSON

/// `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`.
final class NumberRules: Sendable {
  private let minimum: JSONValue?
  private let maximum: JSONValue?
  private let exclusiveMinimum: JSONValue?
  private let exclusiveMaximum: JSONValue?
  private let divisor: Divisor?

  init?(_ compiler: inout Compiler) {
    minimum = compiler.number("minimum")
    maximum = compiler.number("maximum")
    exclusiveMinimum = compiler.number("exclusiveMinimum")
    exclusiveMaximum = compiler.number("exclusiveMaximum")
    divisor = compiler.divisor()
    if minimum == nil, maximum == nil, exclusiveMinimum == nil, exclusiveMaximum == nil, divisor == nil { return nil }
  }

  func check(_ value: JSONValue, at node: Node, in evaluation: inout Evaluation) {
    if let minimum, value.isLess(than: minimum) {
      evaluation.report("minimum", of: node, "expected at least \(minimum.excerpt()), found \(value.excerpt())")
    }
    if let maximum, maximum.isLess(than: value) {
      evaluation.report("maximum", of: node, "expected at most \(maximum.excerpt()), found \(value.excerpt())")
    }
    if let exclusiveMinimum, !exclusiveMinimum.isLess(than: value) {
      evaluation.report(
        "exclusiveMinimum", of: node, "expected more than \(exclusiveMinimum.excerpt()), found \(value.excerpt())")
    }
    if let exclusiveMaximum, !value.isLess(than: exclusiveMaximum) {
      evaluation.report(
        "exclusiveMaximum", of: node, "expected less than \(exclusiveMaximum.excerpt()), found \(value.excerpt())")
    }
    if let divisor, !divisor.divides(value) {
      evaluation.report(
        "multipleOf", of: node, "expected a multiple of \(divisor.value.excerpt()), found \(value.excerpt())")
    }
  }
}

/// The value of `multipleOf`, more than 0.
private struct Divisor: Sendable {
  let value: JSONValue
  private let exact: ExactDecimal

  init?(_ value: JSONValue) {
    guard JSONValue.integer(0).isLess(than: value), let exact = ExactDecimal(value) else { return nil }
    self.value = value
    self.exact = exact
  }

  func divides(_ dividend: JSONValue) -> Bool {
    if case .integer(let a) = dividend, case .integer(let b) = value { return a % b == 0 }
    if let isMultiple = ExactDecimal(dividend)?.isMultiple(of: exact) { return isMultiple }
    guard let a = dividend.doubleValue, let b = value.doubleValue else { return false }
    return a.truncatingRemainder(dividingBy: b) == 0
  }
}

extension Compiler {
  fileprivate mutating func divisor() -> Divisor? {
    guard let value = number("multipleOf") else { return nil }
    guard let divisor = Divisor(value) else {
      report("multipleOf", "expected a number of more than 0, found \(value.brief)")
      return nil
    }
    return divisor
  }
}
