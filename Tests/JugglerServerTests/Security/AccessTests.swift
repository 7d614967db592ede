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

/// What requests get that the router is asked.
@Suite(.timeLimit(.minutes(1))) struct AccessTests {
  let clock = SecurityClock()
  let endpoints: [Endpoint] = {
    func endpoint(_ method: HTTPRequest.Method, _ path: String, _ scope: Scope?) -> Endpoint {
      Endpoint(method, path, scope: scope, description: [:]) { _, context in
        Response(
          status: .ok, headers: [.contentType: "text/plain"],
          body: .init(byteBuffer: .init(string: context.principal?.name ?? "nobody")))
      }
    }
    return [
      endpoint(.get, "/healthz", nil), endpoint(.get, "/api/v1/runs/{id}", .read),
      endpoint(.post, "/call/{namespace}/{name}", .run),
      endpoint(.put, "/api/v1/workflows/{namespace}/{name}/{version}", .deploy),
      endpoint(.get, "/admin", .admin),
    ]
  }()

  struct Answer {
    var status: Int
    var body: String
    var headers: HTTPFields
    var problem: JSONValue? { try? JSONValue(parsing: body) }
  }

  typealias Ask = @Sendable (HTTPRequest.Method, String, HTTPFields) async throws -> Answer

  func withServer(
    _ configure: (inout SecurityConfiguration) -> Void = { _ in }, tokens: TokenVerifier? = nil,
    _ body: @escaping @Sendable (Ask) async throws -> Void
  ) async throws {
    var configuration = SecurityConfiguration()
    configure(&configuration)
    let control = try AccessControl(configuration, tokens: tokens, time: clock.time)
    let responder = APIResponder(
      endpoints, crossOrigin: CrossOrigin(configuration), admission: Admission(control))
    try await Application(responder: responder).test(.router) { client in
      try await body { method, path, headers in
        try await client.execute(uri: path, method: method, headers: headers) { response in
          Answer(status: Int(response.status.code), body: String(buffer: response.body), headers: response.headers)
        }
      }
    }
  }

  /// With one key for each scope, and one that has expired.
  func withKeys(
    _ configure: (inout SecurityConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (Ask, [String: String]) async throws -> Void
  ) async throws {
    try await withDirectory { directory in
      let path = "\(directory)/keys.json"
      var keys: [String: String] = [:]
      var records: [APIKeyRecord] = []
      for scope in Scope.allCases {
        let key = APIKey.generate()
        keys[scope.rawValue] = key.text
        records.append(
          APIKeyRecord(name: "the \(scope) key", key: key, scopes: [scope], createdAt: Date(timeIntervalSince1970: 0)))
      }
      let key = APIKey.generate()
      keys["expired"] = key.text
      records.append(
        APIKeyRecord(
          name: "old", key: key, scopes: [.admin], createdAt: Date(timeIntervalSince1970: 0),
          expiresAt: Date(timeIntervalSince1970: 1)))
      try APIKeyFile(path).update { [records] in $0 = records }
      try await withServer({ configuration in
        configuration.keysFile = path
        configure(&configuration)
      }) { [keys] ask in try await body(ask, keys) }
    }
  }

  @Test func aKeyDoesWhatItsScopeAllows() async throws {
    try await withKeys { ask, keys async throws in
      let wanted: [(HTTPRequest.Method, String, Scope)] = [
        (.get, "/api/v1/runs/7", .read), (.post, "/call/a/b", .run), (.put, "/api/v1/workflows/a/b/1.0.0", .deploy),
        (.get, "/admin", .admin),
      ]
      for (method, path, needed) in wanted {
        for scope in Scope.allCases {
          for headers: HTTPFields in [
            [.authorization: "Bearer \(keys[scope.rawValue]!)"], [.authorization: "bearer  \(keys[scope.rawValue]!)"],
            [.apiKey: keys[scope.rawValue]!],
          ] {
            let answer = try await ask(method, path, headers)
            if scope == needed || scope == .admin {
              #expect(answer.status == 200)
              #expect(answer.body == "the \(scope) key")
            } else {
              #expect(answer.status == 403)
              #expect(answer.problem?["detail"]?.stringValue?.contains("'\(needed)'") == true)
              #expect(answer.problem?["scope"] == .string(needed.rawValue))
              #expect(
                answer.headers[.wwwAuthenticate]?.contains(#"error="insufficient_scope", scope="\#(needed)""#) == true)
            }
          }
        }
      }
    }
  }

  @Test func strangersAreAskedWhoTheyAre() async throws {
    try await withKeys { ask, _ async throws in
      #expect(try await ask(.get, "/healthz", [:]).body == "nobody")
      #expect(try await ask(.head, "/healthz", [:]).status == 200)
      let known = try await ask(.get, "/api/v1/runs/7", [:])
      #expect(known.status == 401)
      #expect(known.headers[.wwwAuthenticate] == #"Bearer realm="juggler""#)
      #expect(known.headers[.contentType] == "application/problem+json")
      // What does not exist looks the same, and a method that is not possible too.
      for (method, path) in [
        (.get, "/api/v1/nothing"), (.get, "/"), (.delete, "/api/v1/runs/7"), (.post, "/healthz"), (.options, "/admin"),
        (.get, "/healthz/.."), (.get, "//api/v1/runs/7"),
      ] as [(HTTPRequest.Method, String)] {
        let unknown = try await ask(method, path, [:])
        #expect(unknown.status == 401, "\(method) \(path)")
        #expect(unknown.body == known.body)
        #expect(unknown.headers[.wwwAuthenticate] == known.headers[.wwwAuthenticate])
      }
    }
  }

  @Test func whoIsKnownLearnsWhatDoesNotExist() async throws {
    try await withKeys { ask, keys async throws in
      let headers: HTTPFields = [.apiKey: keys["read"]!]
      #expect(try await ask(.get, "/api/v1/nothing", headers).status == 404)
      #expect(try await ask(.delete, "/api/v1/runs/7", headers).status == 405)
    }
  }

  @Test func whatIsNoGoodIsNotAccepted() async throws {
    try await withKeys { ask, keys async throws in
      let good = keys["admin"]!
      for headers: HTTPFields in [
        [.apiKey: APIKey.generate().text], [.apiKey: String(good.dropLast())], [.apiKey: good + "x"], [.apiKey: ""],
        [.apiKey: keys["expired"]!], [.authorization: good], [.authorization: "Basic \(good)"],
        [.authorization: "Bearer"],
        [.authorization: "Bearer a.b.c"], [.authorization: "Bearer \(good.dropLast())"], [.apiKey: good.lowercased()],
      ] {
        let answer = try await ask(.get, "/admin", headers)
        #expect(answer.status == 401, "\(headers)")
        #expect(answer.headers[.wwwAuthenticate]?.hasPrefix(#"Bearer realm="juggler", error="invalid_token""#) == true)
        #expect(!answer.body.contains(good))
      }
      var both: HTTPFields = [.apiKey: good]
      both[.authorization] = "Bearer \(good)"
      #expect(try await ask(.get, "/admin", both).status == 401)
      var twice: HTTPFields = [.apiKey: good]
      twice.append(HTTPField(name: .apiKey, value: keys["read"]!))
      #expect(try await ask(.get, "/admin", twice).status == 401)
    }
  }

  @Test func whoFailsTooOftenIsToldToWait() async throws {
    try await withKeys({ $0.failuresPerMinute = 3 }) { ask, keys async throws in
      for _ in 1...3 { #expect(try await ask(.get, "/admin", [.apiKey: "wrong"]).status == 401) }
      let answer = try await ask(.get, "/admin", [.apiKey: "wrong"])
      #expect(answer.status == 429)
      #expect(answer.headers[.retryAfter] == "60")
      // Nobody is locked out by others who share an address.
      #expect(try await ask(.get, "/admin", [.apiKey: keys["admin"]!]).status == 200)
      clock.advance(by: .seconds(60))
      #expect(try await ask(.get, "/admin", [.apiKey: "wrong"]).status == 401)
    }
  }

  @Test func tokensAreAcceptedBesideKeys() async throws {
    let issuer = try await TokenIssuer("a")
    let set = TokenIssuer.set(issuer)
    let tokens = TokenConfiguration(keys: .file(""), issuer: "i", audiences: ["juggler"])
    let verifier = TokenVerifier(tokens, keys: KeySetCache(time: clock.time) { set }, time: clock.time)
    try await withServer({ $0.tokens = tokens }, tokens: verifier) { ask async throws in
      func token(_ expiry: Int64) throws -> String {
        try issuer.token(["iss": "i", "aud": "juggler", "sub": "ada", "exp": .integer(expiry), "scope": "juggler:read"])
      }
      let bearer = try token(1_900_000_000)
      #expect(try await ask(.get, "/api/v1/runs/7", [.authorization: "Bearer \(bearer)"]).body == "ada")
      #expect(try await ask(.post, "/call/a/b", [.authorization: "Bearer \(bearer)"]).status == 403)
      let expired = try await ask(.get, "/api/v1/runs/7", [.authorization: "Bearer \(try token(1))"])
      #expect(expired.status == 401)
      #expect(expired.headers[.wwwAuthenticate]?.contains("the token has expired") == true)
      #expect(try await ask(.get, "/api/v1/runs/7", [.apiKey: bearer]).status == 401)
      #expect(try await ask(.get, "/api/v1/runs/7", [.apiKey: APIKey.generate().text]).status == 401)
    }
  }

  @Test func withoutAuthenticationProgramsOfTheMachineMayDoEverything() async throws {
    try await withServer { ask async throws in
      #expect(try await ask(.post, "/call/a/b", [:]).body == "local")
      #expect(try await ask(.get, "/admin", [:]).body == "local")
      #expect(try await ask(.get, "/nothing", [:]).status == 404)
      let page = try await ask(.post, "/call/a/b", [.origin: "https://evil.example"])
      #expect(page.status == 403)
      #expect(page.problem?["detail"]?.stringValue?.contains("evil.example") == true)
      #expect(try await ask(.get, "/healthz", [.origin: "https://evil.example"]).status == 403)
    }
  }

  @Test func originsThatAreAllowedMayReadAnswersAndErrors() async throws {
    let app: HTTPFields = [.origin: "https://app.example"]
    try await withKeys({ $0.allowedOrigins = ["https://app.example"] }) { ask, keys async throws in
      var headers = app
      headers[.accessControlRequestMethod] = "POST"
      let preflight = try await ask(.options, "/call/a/b", headers)
      #expect(preflight.status == 204)
      #expect(preflight.headers[.accessControlAllowOrigin] == "https://app.example")
      #expect(preflight.headers[.accessControlAllowHeaders]?.contains("Authorization") == true)
      #expect(preflight.headers[.accessControlAllowCredentials] == nil)
      #expect(preflight.headers[.vary] == "Origin")
      let refused = try await ask(.get, "/admin", app)
      #expect(refused.status == 401)
      #expect(refused.headers[.accessControlAllowOrigin] == "https://app.example")
      headers[.origin] = "https://evil.example"
      let evil = try await ask(.options, "/call/a/b", headers)
      #expect(evil.status == 401)
      #expect(evil.headers[.accessControlAllowOrigin] == nil)
      #expect(try await ask(.get, "/healthz", headers).headers[.accessControlAllowOrigin] == nil)
    }
  }

  @Test func withoutAllowedOriginsNothingIsSaidOfThem() async throws {
    try await withKeys { ask, keys async throws in
      let answer = try await ask(.get, "/admin", [.origin: "https://app.example", .apiKey: keys["admin"]!])
      #expect(answer.status == 200)
      #expect(answer.headers[.accessControlAllowOrigin] == nil)
    }
  }
}
