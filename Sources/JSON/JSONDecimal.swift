/// A number with more digits than a double keeps. Arithmetic uses `double`; writing uses `literal`.
public struct JSONDecimal: Sendable, Hashable {
  /// The number's text, as RFC 8259 allows it.
  public let literal: String
  /// The nearest double, ±`greatestFiniteMagnitude` where it overflows.
  public let double: Double

  package init(literal: String, double: Double) {
    self.literal = literal
    self.double = double
  }
}
