import JSON
import OpenWorkflow
import Testing

@Suite struct AuthenticationTests {
  private static let task =
    "do:\n  - t: { call: http, with: { method: get, endpoint: { uri: https://x, authentication: "

  private func authentication(_ yaml: String, use: String = "{}") throws -> Authentication {
    let definition = try workflow("use: \(use)\n" + Self.task + yaml + " } } }")
    guard case .call(.http(let call)) = definition.tasks.entries[0].definition.kind,
      let authentication = call.endpoint.authentication
    else { throw Unexpected("no authentication") }
    return authentication
  }

  @Test func policiesAreFoundByName() throws {
    let use = "{ authentications: { a: { basic: { username: u, password: '${ .p }' } } } }"
    for reference in ["{ use: a }", "a"] {
      let authentication = try authentication(reference, use: use)
      #expect(authentication.name == "a")
      guard case .basic(.inline(.literal("u"), .expression)) = authentication.scheme else {
        throw Unexpected("another scheme")
      }
    }
  }

  @Test func credentialsMayBeSecrets() throws {
    for scheme in ["basic", "bearer", "digest", "oauth2", "oidc"] {
      let authentication = try authentication("{ \(scheme): { use: s } }", use: "{ secrets: [s] }")
      switch authentication.scheme {
      case .basic(.secret("s")), .bearer(.secret("s")), .digest(.secret("s")), .oauth2(.secret("s")),
        .oidc(.secret("s")):
        break
      default: throw Unexpected("\(authentication.scheme)")
      }
    }
  }

  @Test func oauth2IsReadCompletely() throws {
    let authentication = try authentication(
      """
      { oauth2: { authority: 'http://keycloak/{realm}', endpoints: { token: /t, revocation: /r, introspection: /i },
          grant: 'urn:ietf:params:oauth:grant-type:token-exchange',
          client: { id: c, secret: s, assertion: j, authentication: private_key_jwt },
          request: { encoding: application/json }, issuers: [i], scopes: [a, b], audiences: [d], username: u, password: p,
          subject: { token: t, type: urn:x }, actor: { token: '${ .t }', type: urn:y } } }
      """)
    guard case .oauth2(.inline(let oauth2)) = authentication.scheme else { throw Unexpected("another scheme") }
    #expect(oauth2.authority.source == "http://keycloak/{realm}")
    #expect(oauth2.endpoints.token.literal == "/t")
    #expect(oauth2.grant == .tokenExchange)
    #expect(oauth2.client?.authentication == .privateKeyJWT)
    #expect(oauth2.requestEncoding == .json)
    #expect(oauth2.scopes.compactMap(\.literal) == ["a", "b"])
    #expect(oauth2.subject?.type.literal == "urn:x")
    #expect(oauth2.actor != nil)
  }

  @Test func oauth2HasDefaults() throws {
    let authentication = try authentication(
      "{ oauth2: { authority: http://k, grant: client_credentials, client: { id: c, secret: s } } }")
    guard case .oauth2(.inline(let oauth2)) = authentication.scheme else { throw Unexpected("another scheme") }
    #expect(oauth2.endpoints.token.literal == "/oauth2/token")
    #expect(oauth2.endpoints.revocation.literal == "/oauth2/revoke")
    #expect(oauth2.endpoints.introspection.literal == "/oauth2/introspect")
    #expect(oauth2.client?.authentication == .clientSecretPost)
    #expect(oauth2.requestEncoding == .form)
  }

  @Test(arguments: [
    ("nobody", "no authentication policy is named 'nobody'; declare it under 'use.authentications'"),
    ("{ use: nobody }", "no authentication policy is named 'nobody'; declare it under 'use.authentications'"),
    ("{ basic: { use: s } }", "no secret is named 's'; declare it in the list 'use.secrets'"),
    ("{ basic: { username: u } }", "'basic' needs 'password': the password; or 'use' alone, with the name of a secret"),
    (
      "{ basic: { username: u, password: 1234 } }",
      "'password' must be a text, found the number 1234; put it into quotes: '1234'"
    ),
    ("{ barer: { token: t } }", "unknown key 'barer' in 'authentication'; did you mean 'bearer'?"),
    ("{ basic: { use: s }, bearer: { token: t } }", "'authentication' has 'basic' and 'bearer'; keep one of them"),
    ("{}", "'authentication' needs an authentication scheme: one of 'basic', 'bearer', 'digest', 'oauth2' or 'oidc'"),
    (
      "{ oidc: { authority: http://k, grant: client-credentials } }",
      "'grant' must be one of 'authorization_code', 'client_credentials', 'password', 'refresh_token' or "
        + "'urn:ietf:params:oauth:grant-type:token-exchange', found 'client-credentials'; did you mean 'client_credentials'?"
    ),
    (
      "{ oidc: { authority: http://k, grant: password, endpoints: {} } }",
      "unknown key 'endpoints' in 'oidc'; expected 'actor', 'audiences', 'authority', 'client', 'grant', 'issuers', "
        + "'password', 'request', 'scopes', 'subject' or 'username'"
    ),
    (
      "{ oauth2: { authority: http://k, grant: password, client: { secret: s } } }",
      "'client' needs 'id', unless its 'authentication' is 'none'"
    ),
  ])
  func problemsAreExplained(yaml: String, problem: String) {
    let problems = diagnose(body: Self.task + yaml + " } } }")
    #expect(problems.count == 1)
    #expect(problems.first?.hasSuffix("error: \(problem)") == true)
  }

  @Test func policiesDoNotReferToPolicies() {
    #expect(
      diagnose(body: "use: { authentications: { a: { use: b } } }\ndo: []") == [
        "2:32: error: 'use' cannot stand in 'use.authentications' itself; define the policy here"
      ])
  }
}
