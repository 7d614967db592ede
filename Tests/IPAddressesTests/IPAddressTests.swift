import IPAddresses
import JugglerTesting
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct IPAddressTests {
  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
    ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("[::1]", "::1"), ("fe80::1%eth0", "fe80::1"),
    ("::ffff:169.254.169.254", "169.254.169.254"),
    ("::FFFF:A9FE:A9FE", "169.254.169.254"), ("0:0:0:0:0:ffff:10.0.0.1", "10.0.0.1"),
  ])
  func readsEverySpelling(_ text: String, _ expected: String) { #expect(IPAddress(text)?.description == expected) }

  @Test(arguments: [
    "", "1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.04", "01.2.3.4", "1.2.3.4 ", "+1.2.3.4", "1.2.3.-4", "::g", ":",
    "1::2::3",
    "example.com", "١.2.3.4", "1.2.3.4/8",
  ])
  func isStrict(_ text: String) { #expect(IPAddress(text) == nil) }

  @Test(arguments: [
    "2852039166", "0xA9FEA9FE", "0xa9fea9fe", "025177524776", "0251.0376.0251.0376", "169.254.43518", "169.16689662",
    "0xa9.0xfe.0xa9.0xfe", "169.254.169.254.", "169.254.0251.0xfe",
  ])
  func readsWhatResolversTakeForAnAddress(_ text: String) {
    #expect(IPAddress(anySpelling: text)?.description == "169.254.169.254")
  }

  @Test(arguments: [
    "example.com", "1.2.3.256", "256.1", "4294967296", "0x", "1.2.3.4.5", "08.1", "a.b", "", "1..2", "face", "0xg",
  ])
  func namesAreNone(_ text: String) { if text != "0x" { #expect(IPAddress(anySpelling: text) == nil) } }

  /// Against the system's own reading.
  @Test func agreesWithTheSystemOnAnySpelling() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...4, using: &random)
      let parts = (0..<count).map { index -> String in
        let widest: UInt64 = index == count - 1 ? 1 << UInt64(8 * (5 - count)) : 256
        let value = UInt64.random(in: 0..<(widest + widest / 16), using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: return String(value)
        case 1: return "0" + String(value, radix: 8)
        default: return "0x" + String(value, radix: 16)
        }
      }
      let text = parts.joined(separator: ".")
      var address = in_addr()
      let system =
        inet_aton(text, &address) == 1
        ? UInt32(bigEndian: withUnsafeBytes(of: address) { $0.load(as: UInt32.self) }) : nil
      #expect(IPAddress(anySpelling: text) == system.map { IPAddress(v4: $0) }, "\(text)")
    }
  }

  @Test func whatItWritesItReads() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<5000 {
      let v4 = IPAddress(v4: .random(in: 0 ... .max, using: &random))
      #expect(IPAddress(v4.description) == v4)
      // With runs of zeros, which are left out.
      let mask = UInt128.random(in: 0 ... .max, using: &random)
      let v6 = IPAddress(v6: .random(in: 0 ... .max, using: &random) & mask)
      #expect(IPAddress(v6.description) == v6)
    }
  }

  @Test(arguments: [
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "64:ff9b:1:a9fe:a9:fe00::", "2002:a9fe:a9fe::1", "::a9fe:a9fe",
    "::ffff:0:a9fe:a9fe",
    "2001:0:a9fe:a9fe::1", "2001:0:1:2:3:4:5601:5601", "2001:db8::5efe:a9fe:a9fe", "2001:db8::200:5efe:a9fe:a9fe",
  ])
  func findsAddressesWithinAddresses(_ text: String) {
    #expect(IPAddress(text)?.embedded.map(\.description).contains("169.254.169.254") == true)
  }

  @Test(arguments: ["::", "::1", "2001:db8::1", "10.0.0.1", "fe80::1"]) func othersHaveNone(_ text: String) {
    #expect(IPAddress(text)?.embedded == [])
  }
}

struct AddressRangeTests {
  @Test(arguments: [
    ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.9.9.9/8", "10.0.0.0", true),
    ("0.0.0.0/0", "1.2.3.4", true), ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true),
    ("::/0", "1.2.3.4", false),
    ("fe80::/10", "febf:ffff::1", true), ("fe80::/10", "fec0::1", false), ("192.0.2.1", "192.0.2.1", true),
    ("192.0.2.1/32", "192.0.2.2", false), ("::ffff:10.0.0.0/104", "10.1.2.3", true),
    ("10.0.0.0/8", "::ffff:10.1.2.3", true),
    ("2001:db8::/127", "2001:db8::1", true), ("2001:db8::/127", "2001:db8::2", false),
  ])
  func contains(_ range: String, _ address: String, _ expected: Bool) throws {
    #expect(try #require(AddressRange(range)).contains(#require(IPAddress(address))) == expected)
  }

  @Test(arguments: [
    "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10/8", "x/8", "", "/8",
    "::ffff:1.2.3.4/95",
    "10.0.0.0/ 8",
  ])
  func otherTextsAreNone(_ text: String) { #expect(AddressRange(text) == nil) }

  /// Against the definition: equal in the first bits, compared one by one.
  @Test func containsExactlyWhatSharesThePrefix() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<20_000 {
      let isV4 = Bool.random(using: &random)
      let bits = isV4 ? 32 : 128
      func address(_ value: UInt128) -> IPAddress {
        isV4 ? IPAddress(v4: UInt32(truncatingIfNeeded: value)) : IPAddress(v6: value | 1 << 127)
      }
      let network = address(.random(in: 0 ... .max, using: &random))
      let length = Int.random(in: 0...bits, using: &random)
      // Often close by: one bit is another.
      let other =
        Bool.random(using: &random)
        ? address(network.value ^ 1 << UInt128(Int.random(in: 0..<bits, using: &random)))
        : address(.random(in: 0 ... .max, using: &random))
      let expected = (0..<length).allSatisfy { bit in
        let position = UInt128(bits - 1 - bit)
        return network.value >> position & 1 == other.value >> position & 1
      }
      guard network.family == other.family else { continue }
      #expect(AddressRange(network, prefixLength: length)?.contains(other) == expected)
      #expect(AddressRange("\(network)/\(length)")?.contains(other) == expected)
    }
  }
}
