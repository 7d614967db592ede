import JSON
import Testing

struct NumberParsingTests {
  @Test(arguments: [
    ("0", 0), ("1", 1), ("-1", -1), ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", Int64.max),
    ("-9223372036854775808", Int64.min), ("1000000000000000000", 1_000_000_000_000_000_000),
    ("-999999999999999999", -999_999_999_999_999_999), ("123456789012345678", 123_456_789_012_345_678),
  ])
  func integersOf64BitsAreExact(text: String, integer: Int64) throws {
    guard case .integer(let value) = try JSONValue(parsing: text) else {
      Issue.record("\(text) is no integer")
      return
    }
    #expect(value == integer)
  }

  @Test(arguments: [
    "0.0", "-0", "-0.0", "0e10", "1.0", "1e0", "1.5", "0.1", "0.2", "0.3", "1e22", "1e23", "123e-20",
    "9007199254740993.0",
    "9007199254740992.9", "4.35", "2.2250738585072011e-308", "2.2250738585072014e-308", "4.9e-324", "5e-324",
    "1.7976931348623157e308", "1.7976931348623158e308", "8.98846567431158e307", "123456789012345.67", "1e-7", "1E5",
    "1e+5",
    "0.000001", "100000000000000000000.0", "6.02214076e23", "6.62607015e-34", "9.5367431640625e-7",
    "0.30000000000000004",
    "7.2057594037927933e16", "1.0000000000000002",
    "0.00000000000000000000000000000000000000000000000000001", "3.0e-5", "1.100000000000000000000", "179.769313486e306",
  ])
  func doublesAreTheNearest(text: String) throws {
    guard case .double(let value) = try JSONValue(parsing: text) else {
      Issue.record("\(text) is no double")
      return
    }
    #expect(value.bitPattern == Double(text)!.bitPattern)
  }

  /// The literals as libjq 1.8 writes them.
  @Test(arguments: [
    ("1e1000", "1E+1000"),
    ("-1e1000", "-1E+1000"),
    ("100000000000000000000", "100000000000000000000"),
    ("12345678901234567890", "12345678901234567890"),
    ("-9223372036854775809", "-9223372036854775809"),
    ("9223372036854775808", "9223372036854775808"),
    ("3.14159265358979323846264338327950288", "3.14159265358979323846264338327950288"),
    ("123456789.123456789123456789e5", "12345678912345.6789123456789"),
    ("1234567890123456789e-2", "12345678901234567.89"),
    ("1234567890123456789e-40", "1.234567890123456789E-22"),
    ("1234567890123456789e40", "1.234567890123456789E+58"),
    ("0.000000123456789012345678901", "1.23456789012345678901E-7"),
    ("0.00000000123456789012345678901", "1.23456789012345678901E-9"),
    ("12345678901234567890.000", "12345678901234567890.000"),
    ("1e-1000", "1E-1000"),
    ("-0.1234567890123456789", "-0.1234567890123456789"),
    ("1.0000000000000000001e5", "100000.00000000000001"),
    ("1000000000000000000000.5", "1000000000000000000000.5"),
    ("12345678901234567890123e-30", "1.2345678901234567890123E-8"),
  ])
  func keepsDigitsThatADoubleWouldLose(text: String, literal: String) throws {
    let value = try JSONValue(parsing: text)
    guard case .decimal(let decimal) = value else {
      Issue.record("\(text) is no decimal but \(value)")
      return
    }
    #expect(decimal.literal == literal)
    #expect(value.serialized() == literal)
    #expect(try JSONValue(parsing: literal) == value)
    let double = Double(text)!
    #expect(
      decimal.double
        == (double.isInfinite ? (double < 0 ? -1 : 1) * Double.greatestFiniteMagnitude : double))
  }

  @Test func exponentsBeyondAnyUseAreNotKept() throws {
    #expect(try JSONValue(parsing: "1e999999999999").serialized() == "1.7976931348623157e+308")
    #expect(try JSONValue(parsing: "-1e99999999999999999999").serialized() == "-1.7976931348623157e+308")
    #expect(try JSONValue(parsing: "1e-99999999999999999999").serialized() == "0")
  }

  /// The standard library's parser is the reference.
  @Test func randomDoublesAreTheNearest() throws {
    var random = SplitMix64(state: 11)
    for _ in 0..<20_000 {
      let digits = (0..<(1 + random.next(upTo: 17))).map { _ in String(random.next(upTo: 10)) }.joined()
      let text = "\(random.next(upTo: 10)).\(digits)e\(random.next(upTo: 660) - 340)"
      let value = try JSONValue(parsing: text)
      if case .double(let double) = value { #expect(double.bitPattern == Double(text)!.bitPattern, "\(text)") }
      let double = Double(bitPattern: random.next())
      guard double.isFinite else { continue }
      #expect(try JSONValue(parsing: "\(double)").doubleValue?.bitPattern == double.bitPattern, "\(double)")
    }
  }
}
