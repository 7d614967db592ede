import JSON
import JSONSchema
import Testing

/// Expected values by arithmetic on the decimal digits, as RFC 8259 writes numbers; implementations on doubles differ.
@Suite struct MultipleOfTests {
  @Test(arguments: [
    ("0.01", "19.99"), ("0.1", "0.3"), ("2.5", "1e300"), ("1e-8", "12391239123"), ("3", "3e-0"), ("1e300", "5e301"),
    ("0.5", "1e308"), ("7", "7000000000000000000000"),
  ])
  func holdsForDecimalFractions(_ divisor: String, _ value: String) throws {
    #expect(try violations(#"{"multipleOf": \#(divisor)}"#, value) == [])
  }

  @Test(arguments: [
    ("0.01", "19.995"), ("0.1", "0.35"), ("3", "1e300"), ("2.5", "9007199254740992"), ("1e301", "5e300"),
    ("0.123456789", "1e308"), ("7", "7000000000000000000001"),
  ])
  func failsForDecimalFractions(_ divisor: String, _ value: String) throws {
    #expect(try violations(#"{"multipleOf": \#(divisor)}"#, value).count == 1)
  }
}
