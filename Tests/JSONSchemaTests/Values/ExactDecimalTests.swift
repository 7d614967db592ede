import JSON
import Testing

@testable import JSONSchema

@Suite struct ExactDecimalTests {
  @Test(arguments: [
    ("1", "2"), ("-2", "1"), ("-2", "-1"), ("0.1", "0.2"), ("9007199254740992.0", "9007199254740993"),
    ("12345678901234567890", "12345678901234567891"), ("9223372036854775807", "9223372036854775808"),
    ("-9223372036854775809", "-9223372036854775808"), ("1.7976931348623157e308", "1e400"), ("-1e400", "0"),
    ("0.30000000000000000001", "0.30000000000000000002"), ("99999999999999999999", "1e20"),
  ])
  func ordersByValue(_ smaller: String, _ larger: String) throws {
    let (a, b) = try (JSONValue(parsing: smaller), JSONValue(parsing: larger))
    #expect(a.isLess(than: b))
    #expect(!b.isLess(than: a))
    #expect(!a.isExactly(b))
  }

  @Test(arguments: [
    ("1", "1.0"), ("0", "-0.0"), ("100", "1e2"), ("9007199254740992", "9007199254740992.0"),
    ("12345678901234567890", "1234567890123456789e1"), ("100000000000000000000", "1e20"), ("0.5", "5e-1"),
  ])
  func knowsEqualValues(_ one: String, _ other: String) throws {
    let (a, b) = try (JSONValue(parsing: one), JSONValue(parsing: other))
    #expect(!a.isLess(than: b) && !b.isLess(than: a))
    #expect(a.isExactly(b))
  }

  @Test(arguments: ["1.0", "1e3", "-2.50e1", "12345678901234567890", "1234567890123456789012345678901234567890", "0.0"])
  func knowsIntegers(_ text: String) throws {
    #expect(try JSONValue(parsing: text).isIntegral)
  }

  @Test(arguments: ["1.5", "1e-1", "0.1e0", "12345678901234567890.5", "100000000000000000000000000000000000000000.1"])
  func knowsFractions(_ text: String) throws {
    #expect(try !JSONValue(parsing: text).isIntegral)
  }
}
