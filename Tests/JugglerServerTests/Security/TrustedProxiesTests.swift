import HTTPTypes
import IPAddresses
import Testing

@testable import JugglerServer

struct TrustedProxiesTests {
  static let field = HTTPField.Name("X-Forwarded-For")!
  static let standard = HTTPField.Name("Forwarded")!

  /// The client of a request that comes from 10.0.0.1, a trusted proxy as all of 10/8 and 2001:db8:f::/48.
  func client(
    _ lines: [String], as field: TrustedProxies.Field = .xForwardedFor, from peer: String = "10.0.0.1"
  ) throws -> String {
    let proxies = TrustedProxies(["10.0.0.0/8", "2001:db8:f::/48"], field: field)
    var fields = HTTPFields()
    for line in lines { fields.append(HTTPField(name: field == .forwarded ? Self.standard : Self.field, value: line)) }
    return try proxies.client(of: fields, from: #require(IPAddress(peer))).description
  }

  @Test func whoIsNoProxyIsNotBelieved() throws {
    #expect(try client(["192.0.2.7"], from: "198.51.100.1") == "198.51.100.1")
    #expect(try client(["10.0.0.7"], from: "198.51.100.1") == "198.51.100.1")
    #expect(try client(["for=192.0.2.7"], as: .forwarded, from: "2001:db8::1") == "2001:db8::1")
  }

  @Test func aProxyThatSaysNothingIsTheClient() throws {
    #expect(try client([]) == "10.0.0.1")
    #expect(try client([""]) == "10.0.0.1")
    #expect(try client([" , ,"]) == "10.0.0.1")
  }

  @Test(arguments: [
    // What the client wrote itself stands before what the proxy saw.
    (["1.1.1.1, 192.0.2.7"], "192.0.2.7"),
    (["1.1.1.1, 10.0.0.9, 192.0.2.7"], "192.0.2.7"),
    (["1.1.1.1", "192.0.2.7"], "192.0.2.7"),
    (["127.0.0.1,::1,10.0.0.1,192.0.2.7"], "192.0.2.7"),
    (["\"1.1.1.1, 192.0.2.7"], "192.0.2.7"),
    // Several proxies, one behind the other.
    (["192.0.2.7, 10.0.0.2"], "192.0.2.7"),
    (["192.0.2.7, 10.0.0.2, 10.0.0.3"], "192.0.2.7"),
    (["192.0.2.7", "10.0.0.2", "2001:db8:f::3"], "192.0.2.7"),
    (["1.1.1.1, 192.0.2.7, 10.0.0.2"], "192.0.2.7"),
    // A client within the trusted networks.
    (["10.9.9.9, 10.0.0.2"], "10.9.9.9"),
    (["10.9.9.9"], "10.9.9.9"),
    // Blanks and empty elements.
    (["192.0.2.7,\t10.0.0.2 ,, "], "192.0.2.7"),
  ])
  func theLastThatIsNoProxyIsTheClient(_ lines: [String], _ expected: String) throws {
    #expect(try client(lines) == expected)
  }

  @Test(arguments: [
    ("2001:db8::7", "2001:db8::7"), ("[2001:db8::7]", "2001:db8::7"), ("[2001:DB8:0::7]:4711", "2001:db8::7"),
    ("192.0.2.7:4711", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("2001:db8:f::1", "2001:db8:f::1"),
    ("192.0.2.7, ::ffff:10.1.2.3", "192.0.2.7"), ("192.0.2.7, [2001:db8:f::3]:80", "192.0.2.7"),
  ])
  func addressesHaveManySpellings(_ line: String, _ expected: String) throws { #expect(try client([line]) == expected) }

  @Test(arguments: [
    "unknown", "_hidden", "example.com", "192.0.2", "192.0.2.256", "192.0.2.07", "3221225991", "0xC0000207",
    "192.0.2.7:",
    "192.0.2.7:x", "192.0.2.7:65536", "192.0.2.7:-1", "[192.0.2.7]", "[2001:db8::7", "2001:db8::7]", "[2001:db8::7]80",
    "[[2001:db8::7]]", "[]", "2001:db8::g", "192.0.2.7 192.0.2.8", "192.0.2.7;", "for=192.0.2.7", "\"192.0.2.7\"",
    "١.2.3.4",
  ])
  func whatCannotBeReadIsTheProxyThatPassedItOn(_ text: String) throws {
    #expect(try client([text]) == "10.0.0.1")
    // Nor is what stands before it believed.
    #expect(try client(["192.0.2.9, \(text)"]) == "10.0.0.1")
    #expect(try client(["192.0.2.9, \(text), 10.0.0.2"]) == "10.0.0.2")
  }

  @Test func aPathWithoutEndIsNotFollowed() throws {
    let hops = Array(repeating: "10.0.0.2", count: 10_000).joined(separator: ",")
    #expect(try client(["192.0.2.7," + hops]) == "10.0.0.2")
    let most = Array(repeating: "10.0.0.2", count: 31).joined(separator: ",")
    #expect(try client(["192.0.2.7," + most]) == "192.0.2.7")
  }

  @Test func onlyOneFieldIsLookedAt() throws {
    let fields: HTTPFields = [Self.field: "192.0.2.7", Self.standard: "for=192.0.2.8"]
    let peer = try #require(IPAddress("10.0.0.1"))
    #expect(TrustedProxies(["10.0.0.1"]).client(of: fields, from: peer) == IPAddress("192.0.2.7"))
    #expect(TrustedProxies(["10.0.0.1"], field: .forwarded).client(of: fields, from: peer) == IPAddress("192.0.2.8"))
  }

  // The first four are RFC 7239's own, sections 4 and 7.
  @Test(arguments: [
    ("for=192.0.2.43", "192.0.2.43"), ("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
    ("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60"), ("for=192.0.2.43, for=198.51.100.17", "198.51.100.17"),
    ("for=192.0.2.43, for=\"[2001:db8:f::17]\"", "192.0.2.43"), ("by=203.0.113.43;FOR=192.0.2.7", "192.0.2.7"),
    ("for=\"192.0.2.7:_port\"", "192.0.2.7"), ("for=\"192.0.2.7:47011\"", "192.0.2.7"),
    ("for=192.0.2.7;host=\"a,b;for=1.1.1.1\"", "192.0.2.7"),
    ("for=192.0.2.7 ; proto=https , for=10.0.0.2", "192.0.2.7"),
    // A client that leaves a quotation mark open, or writes a backslash before it, changes nothing of what follows.
    ("for=\"1.1.1.1, for=192.0.2.7", "192.0.2.7"), ("for=\"\\\", for=\"192.0.2.7\"", "192.0.2.7"),
    ("\", for=192.0.2.7;x=\"a\"", "192.0.2.7"),
  ])
  func theStandardFieldIsRead(_ line: String, _ expected: String) throws {
    #expect(try client([line], as: .forwarded) == expected)
  }

  @Test(arguments: [
    "for=unknown", "for=_SEVKISEK", "for=", "for", "192.0.2.7", "by=192.0.2.7", "for=192.0.2.7;for=192.0.2.8",
    "for=\"192.0.2.7", "for=192.0.2.7\"", "for=\"192.0.2.7\"x", "for=2001:db8::7", "for=\"2001:db8::7\"",
    "for=\"192.0.2.7\\\"\"", "for=192.0.2.7 x", "for=\"[2001:db8::7]:_\"", "=192.0.2.7", "for=\"192.0.2.7:_po rt\"",
  ])
  func whatIsNotOfTheStandardIsTheProxyThatPassedItOn(_ text: String) throws {
    #expect(try client([text], as: .forwarded) == "10.0.0.1")
    #expect(try client(["for=192.0.2.9", text], as: .forwarded) == "10.0.0.1")
  }
}
