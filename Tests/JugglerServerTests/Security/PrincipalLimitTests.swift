import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Testing

@testable import JugglerServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension AccessTests {
  @Test func aKeyMakesAsManyRequestsAsItMay() async throws {
    try await withKeys({ $0.principalLimit = ClientLimit(rate: 2, burst: 3) }) { ask, keys async throws in
      let path = "/api/v1/runs/7"
      for _ in 1...3 { #expect(try await ask(.get, path, [.apiKey: keys["read"]!]).status == 200) }
      let refused = try await ask(.get, path, [.apiKey: keys["read"]!])
      #expect(refused.status == 429)
      #expect(refused.headers[.retryAfter] == "1")
      #expect(refused.headers[.contentType] == "application/problem+json")
      #expect(refused.headers[.wwwAuthenticate] == nil)
      #expect(
        refused.problem?["detail"]?.stringValue
          == "this key or token makes more requests than it may: try again in 1 s")
      // Neither other keys nor strangers pay for it, and what is open is open.
      #expect(try await ask(.get, path, [.apiKey: keys["admin"]!]).status == 200)
      #expect(try await ask(.get, path, [:]).status == 401)
      #expect(try await ask(.get, "/healthz", [.apiKey: keys["read"]!]).status == 200)
      clock.advance(by: .milliseconds(500))
      #expect(try await ask(.get, path, [.apiKey: keys["read"]!]).status == 200)
      #expect(try await ask(.get, path, [.apiKey: keys["read"]!]).status == 429)
    }
  }

  @Test func whatAKeyMayNotDoCountsToo() async throws {
    let limit = ClientLimit(rate: 1, burst: 2, concurrency: 1)
    try await withKeys({ $0.principalLimit = limit }) { ask, keys async throws in
      for _ in 1...2 { #expect(try await ask(.get, "/admin", [.apiKey: keys["read"]!]).status == 403) }
      #expect(try await ask(.get, "/admin", [.apiKey: keys["read"]!]).status == 429)
      clock.advance(by: .seconds(1))
      // What was refused is not in hand any more.
      #expect(try await ask(.get, "/api/v1/runs/7", [.apiKey: keys["read"]!]).status == 200)
    }
  }

  @Test func allTokensOfASubjectAreOne() async throws {
    let issuer = try await TokenIssuer("a")
    let set = TokenIssuer.set(issuer)
    let tokens = TokenConfiguration(keys: .file(""), issuer: "i", audiences: ["juggler"])
    let verifier = TokenVerifier(tokens, keys: KeySetCache(time: clock.time) { set }, time: clock.time)
    try await withServer(
      {
        $0.tokens = tokens
        $0.principalLimit = ClientLimit(rate: 1, burst: 2)
      }, tokens: verifier
    ) { ask async throws in
      func status(_ subject: String, _ scope: String) async throws -> Int {
        let token = try issuer.token([
          "iss": "i", "aud": "juggler", "sub": .string(subject), "exp": 1_900_000_000, "scope": .string(scope),
        ])
        return try await ask(.get, "/api/v1/runs/7", [.authorization: "Bearer \(token)"]).status
      }
      #expect(try await status("ada", "juggler:read") == 200)
      #expect(try await status("ada", "juggler:read juggler:run") == 200)
      #expect(try await status("ada", "juggler:admin") == 429)
      #expect(try await status("bob", "juggler:read") == 200)
    }
  }

  @Test func aKeyAndASubjectOfTheSameNameAreTwo() {
    let limiter = ClientLimiter<Principal.Identity>(ClientLimit(rate: 1, burst: 1), uptime: clock.time.uptime)
    #expect(limiter.admit(Principal(.key, name: "ada", scopes: [.read]).identity) == nil)
    #expect(limiter.admit(Principal(.token, name: "ada", scopes: [.read]).identity) == nil)
    #expect(limiter.admit(Principal(.key, name: "ada", scopes: [.admin]).identity) == 1)
  }

  @Test func requestsInHandAreLimitedUntilTheyAreAnswered() async throws {
    let gate = Gate()
    let endpoints = ["/slow", "/fast", "/broken"].map { path in
      Endpoint(.get, path, scope: .read, description: [:]) { _, _ in
        if path == "/broken" { throw HTTPError(.badGateway) }
        if path == "/slow" { await gate.wait() }
        return Response(status: .ok)
      }
    }
    try await withDirectory { directory in
      let path = "\(directory)/keys.json"
      let key = APIKey.generate()
      let record = APIKeyRecord(name: "ci", key: key, scopes: [.read], createdAt: Date(timeIntervalSince1970: 0))
      try APIKeyFile(path).update { $0 = [record] }
      var configuration = SecurityConfiguration()
      configuration.keysFile = path
      configuration.principalLimit = ClientLimit(rate: 1000, burst: 1000, concurrency: 1)
      let control = try AccessControl(configuration, time: clock.time)
      let responder = APIResponder(endpoints, admission: Admission(control))
      try await Application(responder: responder).test(.router) { client async throws in
        func status(_ path: String) async throws -> Int {
          try await client.execute(uri: path, method: .get, headers: [.apiKey: key.text]) { Int($0.status.code) }
        }
        async let slow = status("/slow")
        await gate.reached()
        #expect(try await status("/fast") == 429)
        gate.open()
        #expect(try await slow == 200)
        #expect(try await status("/fast") == 200)
        #expect(try await status("/broken") == 502)
        #expect(try await status("/fast") == 200)
      }
    }
  }
}
