import JugglerServer
import Testing

struct SecurityConfigurationTests {
  @Test(arguments: [
    "127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost", "LOCALHOST", "app.localhost", "/run/juggler.sock",
    "unix:/run/juggler.sock",
  ])
  func theMachineItselfNeedsNoAuthentication(_ address: String) {
    #expect(SecurityConfiguration().problem(for: address) == nil)
  }

  @Test(arguments: [
    "0.0.0.0", "::", "[::]", "192.168.1.4", "10.0.0.1", "example.com", "", "*", "127.0.0.1.example.com", "127.1",
    "0177.0.0.1", "1270.0.0.1", "localhost.example.com", "::ffff:127.0.0.1", "+127.0.0.1", "127.0.0.+1",
  ])
  func everywhereElseIsRefusedWithoutIt(_ address: String) {
    var configuration = SecurityConfiguration()
    let problem = configuration.problem(for: address)
    #expect(problem?.contains("juggler keys create") == true)
    #expect(problem?.contains("--jwt-issuer") == true)
    configuration.allowsAnonymousRemoteAccess = true
    #expect(configuration.problem(for: address) == nil)
    configuration = SecurityConfiguration()
    configuration.keysFile = "keys.json"
    #expect(configuration.problem(for: address) == nil)
    configuration = SecurityConfiguration()
    configuration.tokens = TokenConfiguration(keys: .file("jwks.json"), issuer: "i", audiences: ["a"])
    #expect(configuration.problem(for: address) == nil)
  }

  @Test func tokensNeedIssuerAudienceAndASafeWayToTheirKeys() {
    func problems(_ change: (inout TokenConfiguration) -> Void) -> [String] {
      var tokens = TokenConfiguration(keys: .url("https://issuer/jwks"), issuer: "i", audiences: ["a"])
      change(&tokens)
      return tokens.problems
    }
    #expect(problems { _ in } == [])
    #expect(problems { $0.keys = .url("http://127.0.0.1:9/jwks") } == [])
    #expect(problems { $0.keys = .url("http://[::1]:9/jwks") } == [])
    #expect(problems { $0.keys = .url("http://issuer/jwks") }.count == 1)
    #expect(problems { $0.keys = .url("http://localhost@issuer/jwks") }.count == 1)
    #expect(problems { $0.keys = .url("ftp://issuer/jwks") }.count == 1)
    #expect(problems { $0.issuer = "" }.count == 1)
    #expect(problems { $0.audiences = [] }.count == 1)
    #expect(problems { $0.algorithms = ["HS256"] }.first?.contains("HS256") == true)
    #expect(problems { $0.algorithms = ["none"] }.count == 1)
    #expect(problems { $0.algorithms = [] }.count == 1)
    #expect(problems { $0.leeway = .seconds(3600) }.count == 1)
  }

  @Test(arguments: [
    "*", "null", "https://", "example.com", "https://a.example/", "https://*.example.com", "https://u@a",
  ])
  func originsAreListedOneByOne(_ origin: String) {
    var configuration = SecurityConfiguration()
    configuration.allowedOrigins = ["https://app.example.com", "http://localhost:3000"]
    #expect(configuration.problems == [])
    configuration.allowedOrigins.append(origin)
    #expect(configuration.problems.count == 1)
  }
}
