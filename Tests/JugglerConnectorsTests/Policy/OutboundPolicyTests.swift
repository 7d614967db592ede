import IPAddresses
import JugglerConnectors
import Testing

struct OutboundPolicyTests {
  func rules(_ texts: [String]) throws -> [OutboundRule] { try texts.map { text throws in try OutboundRule(text) } }

  /// Whether a host is admitted that is at an address.
  func admits(_ host: String, at address: String? = nil, allow: [String] = [], deny: [String] = []) throws -> Bool {
    let policy = OutboundPolicy.server(allowed: try rules(allow), denied: try rules(deny))
    guard let check = try? policy.check(host: host) else { return false }
    guard let address = address ?? IPAddress(anySpelling: host)?.description else { return true }
    return (try? policy.check(#require(IPAddress(address)), check)) != nil
  }

  @Test(arguments: [
    "169.254.169.254", "169.254.0.1", "169.254.170.2", "[fe80::1]", "[fe80::1%25eth0]", "[fd00:ec2::254]",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]", "2852039166", "0xA9FEA9FE", "025177524776", "0251.0376.0251.0376", "169.254.43518",
    "169.254.169.254.",
    "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "100.100.100.200", "168.63.129.16", "metadata.google.internal",
    "METADATA.google.INTERNAL.", "metadata", "[fd20:ce::254]",
  ])
  func theMachinesOwnSecretsAreOutOfReach(_ host: String) throws {
    #expect(try !admits(host))
    #expect(try !admits(host, allow: ["*"]))
    #expect((try? OutboundPolicy.unrestricted.check(host: host)) == .notDenied)
  }

  @Test(arguments: [
    "example.com", "10.0.0.1", "127.0.0.1", "localhost", "[::1]", "[2001:db8::1]", "192.168.1.1", "169.253.0.1",
  ])
  func everythingElseIsNot(_ host: String) throws { #expect(try admits(host)) }

  @Test(arguments: ["169.254.169.254", "fe80::1", "64:ff9b::a9fe:a9fe", "fd00:ec2::254"])
  func aNameThatResolvesThereIsNoWayAround(_ address: String) throws {
    #expect(try !admits("innocent.example", at: address))
    // Not even when the name is allowed: whoever answers for it could send everybody anywhere.
    #expect(try !admits("innocent.example", at: address, allow: ["innocent.example"]))
    #expect(try !admits("innocent.example", at: address, allow: ["*"]))
  }

  @Test func whatIsNamedByItsAddressIsAllowed() throws {
    #expect(try admits("169.254.170.2", allow: ["169.254.170.2"]))
    #expect(try admits("credentials.example", at: "169.254.170.2", allow: ["169.254.170.2", "*"]))
    #expect(try !admits("169.254.169.254", allow: ["169.254.170.2", "*"]))
    #expect(try admits("example.com", at: "192.0.2.1", allow: ["169.254.170.2", "*"]))
    #expect(try !admits("example.com", at: "192.0.2.1", allow: ["169.254.170.2"]))
  }

  @Test func aListOfWhatIsAllowedExcludesTheRest() throws {
    let allow = ["api.example.com", "*.internal.example", "10.0.0.0/8"]
    #expect(try admits("api.example.com", at: "192.0.2.1", allow: allow))
    #expect(try admits("API.Example.COM.", at: "192.0.2.1", allow: allow))
    #expect(try admits("a.b.internal.example", at: "192.0.2.1", allow: allow))
    #expect(try admits("10.1.2.3", allow: allow))
    // A name that nobody listed, under an address that somebody did.
    #expect(try admits("db.example", at: "10.1.2.3", allow: allow))
    #expect(try !admits("db.example", at: "11.1.2.3", allow: allow))
    for host in [
      "internal.example", "xinternal.example", "api.example.com.evil.example", "evil.example", "11.0.0.1", "[::1]",
    ] {
      #expect(try !admits(host, at: IPAddress(anySpelling: host) == nil ? "192.0.2.1" : nil, allow: allow), "\(host)")
    }
    #expect(try !admits("db.example", allow: ["api.example.com"]))
  }

  @Test(arguments: [
    "api.example.com%2f.evil.example", "api%2eexample.com", "api.example.com:80:x", "a b", "", ".api.example.com",
    "api.example.com..",
    "[x].internal.example", "evil.example/.internal.example", "käse.internal.example",
  ])
  func aNameThatCouldBeReadInTwoWaysIsRefusedWhereNamesCount(_ host: String) throws {
    #expect(try !admits(host, at: "192.0.2.1", allow: ["*.internal.example", "api.example.com", "*"]))
    #expect(try !admits(host, at: "192.0.2.1", deny: ["evil.example"]))
  }

  @Test func whatIsDeniedIsDeniedWhateverElseAllowsIt() throws {
    #expect(try !admits("evil.example", deny: ["evil.example"]))
    #expect(try !admits("a.evil.example", allow: ["a.evil.example"], deny: ["*.evil.example"]))
    #expect(try admits("evil.example", deny: ["*.evil.example"]))
    #expect(try !admits("10.1.2.3", allow: ["10.0.0.0/8"], deny: ["10.1.0.0/16"]))
    #expect(try !admits("name.example", at: "10.1.2.3", allow: ["name.example"], deny: ["10.1.0.0/16"]))
    #expect(try !admits("[::ffff:10.1.2.3]", deny: ["10.1.0.0/16"]))
    #expect(try !admits("[64:ff9b::a01:203]", deny: ["10.1.0.0/16"]))
    #expect(try !admits("1.2.3.4", deny: ["*"]))
    #expect(try !admits("name.example", deny: ["*"]))
  }

  @Test func networksHaveNames() throws {
    for host in ["10.0.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "[fd12::1]"] {
      #expect(try !admits(host, deny: ["private"]))
      #expect(try admits(host, allow: ["private"]))
    }
    #expect(try admits("172.32.0.1", deny: ["private"]))
    for host in [
      "127.0.0.1", "127.1", "[::1]", "localhost", "a.localhost", "0.0.0.0", "0", "[::]", "[::ffff:127.0.0.1]",
    ] {
      #expect(try !admits(host, deny: ["loopback"]), "\(host)")
    }
    #expect(try !admits("name.example", at: "127.0.0.1", deny: ["loopback"]))
  }

  @Test func socketsOfTheMachineAreOutOfReach() throws {
    #expect(throws: OutboundDenied.self) { try OutboundPolicy.server().checkUnixSocket("/var/run/docker.sock") }
    #expect(throws: OutboundDenied.self) { try OutboundPolicy.server(allowed: [.everything]).checkUnixSocket("/s") }
    try OutboundPolicy.server(allowed: [.unixSockets]).checkUnixSocket("/s")
    try OutboundPolicy.unrestricted.checkUnixSocket("/s")
  }

  @Test(arguments: [
    "", "a b", "10.0.0.0/40", "*", "*.*.example", "http://example.com", "example.com:80", "10.1", "0x7f000001", "*.",
  ])
  func otherTextsAreNoRules(_ text: String) throws {
    if text == "*" { return }
    #expect { _ = try OutboundRule(text) } throws: {
      "\($0)".contains("'\(text)'") && "\($0)".contains("*.example.com")
    }
  }

  @Test(arguments: [
    "api.example.com", "*.example.com", "10.0.0.0/8", "2001:db8::/32", "private", "loopback", "unix", "*",
  ])
  func rulesAreWrittenAsTheyAreRead(_ text: String) throws { #expect(try OutboundRule(text).description == text) }
}
