/// Any JSON value (RFC 8259): object members keep their order, 64-bit integers stay exact.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// An integer written without fraction or exponent that fits 64 bits.
  case integer(Int64)
  /// Every other number that a double holds without loss of its digits.
  case double(Double)
  /// A number whose digits neither of the above keeps; it is written back as it was read.
  case decimal(JSONDecimal)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}
