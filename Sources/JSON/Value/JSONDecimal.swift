/// A number with more digits than a double keeps. Arithmetic uses `double`; writing uses `literal`.
public struct JSONDecimal: Sendable, Hashable {
  private let storage: Storage

  /// The number's text, as RFC 8259 allows it.
  public var literal: String { storage.literal }
  /// The nearest double, ±`greatestFiniteMagnitude` where it overflows.
  public var double: Double { storage.double }

  package init(literal: String, double: Double) { storage = Storage(literal: literal, double: double) }

  public static func == (a: Self, b: Self) -> Bool { a.literal == b.literal }
  public func hash(into hasher: inout Hasher) { hasher.combine(literal) }

  /// Boxed, to keep `JSONValue` as small as a string.
  private final class Storage: Sendable {
    let literal: String
    let double: Double

    init(literal: String, double: Double) {
      self.literal = literal
      self.double = double
    }
  }
}
