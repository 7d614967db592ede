import JSON
import Juggler
import OpenWorkflowRuntime
import Testing

/// dsl.md, "Secret".
struct SecretTests {
  let secrets: JSONObject = ["api": ["token": "s3cr3t-token"], "password": "hunter2hunter2", "other": "not-declared"]

  @Test func expressionsSeeTheDeclaredSecrets() async throws {
    let trial = try await perform(
      "use: { secrets: [api, password] }\ndo: [{ a: { set: { t: '${ $secrets.api.token }', p: '${ $secrets.password | length }' } } }]",
      secrets: secrets)
    #expect(trial.output == ["t": "s3cr3t-token", "p": 14])
  }

  @Test func undeclaredOnesAreRefused() async throws {
    for document in [
      "do: [{ a: { set: { t: '${ $secrets.api.token }' } } }]",
      "use: { secrets: [password] }\ndo: [{ a: { set: { t: '${ $secrets.api.token }' } } }]",
    ] {
      // Found when the document is read, else when the expression is evaluated.
      if !problems(document).isEmpty { continue }
      let trial = try await perform(document, secrets: secrets)
      #expect(trial.fault.isStandard(.authorization), "\(document)")
      #expect(trial.fault.instance == "/do/0/a")
    }
  }

  @Test func aMissingOneIsAnAuthorizationError() async throws {
    let trial = try await perform(
      "use: { secrets: [absent] }\ndo: [{ a: { set: { t: '${ $secrets.absent }' } } }]", secrets: secrets)
    #expect(trial.fault.isStandard(.authorization))
    #expect(trial.fault.status == 403)
    #expect(trial.fault.detail?.contains("absent") == true)
    #expect(trial.fault.instance == "/do/0/a")
  }

  @Test func aMissingOneThatNobodyReadsHurtsNobody() async throws {
    let trial = try await perform("use: { secrets: [absent] }\ndo: [{ a: { set: { x: 1 } } }]", secrets: secrets)
    #expect(trial.output == ["x": 1])
  }

  @Test func oneMissingSecretDoesNotHideTheOthers() async throws {
    let trial = try await perform(
      "use: { secrets: [absent, password] }\ndo: [{ a: { set: { p: '${ $secrets.password }' } } }]", secrets: secrets)
    #expect(trial.output == ["p": "hunter2hunter2"])
  }

  @Test(arguments: [
    "$secrets.absent", "$secrets[\"absent\"].token", "\"Bearer \\($secrets.absent)\"", "{ a: $secrets.absent }",
    "if true then $secrets.absent else 1 end", "[.x, $secrets.absent] | length", "$secrets | .api",
  ])
  func anExpressionNeedsTheSecretsThatItReads(_ expression: String) async throws {
    let trial = try await perform(
      "use: { secrets: [absent, api] }\ndo: [{ a: { set: { t: '${ \(expression) }' } } }]", secrets: secrets)
    #expect(trial.fault.isStandard(.authorization))
    #expect(trial.fault.detail?.contains("'absent'") == true)
  }

  @Test(arguments: ["$secrets.api.token", "$secrets[\"api\"][\"token\"]", "\"\\($secrets.api.token)\""])
  func anExpressionNeedsNoSecretsThatItDoesNotRead(_ expression: String) async throws {
    let trial = try await perform(
      "use: { secrets: [absent, api] }\ndo: [{ a: { set: { t: '${ \(expression) }' } } }]", secrets: secrets)
    #expect(trial.output == ["t": "s3cr3t-token"])
  }

  @Test func theirValuesAreMaskedInErrors() async throws {
    let trial = try await perform(
      "use: { secrets: [api] }\ndo: [{ a: { set: { x: '${ $secrets.api.token | error }' } } }]", secrets: secrets)
    #expect(trial.fault.isStandard(.expression))
    #expect(trial.fault.detail?.contains("***") == true)
    #expect(!trial.fault.json.serialized().contains("s3cr3t"))
    #expect(!"\(trial.events)".contains("s3cr3t"))
    #expect(!"\(trial.journal)".contains("s3cr3t"))
  }

  @Test func theirValuesAreMaskedInWhatAServiceSays() async throws {
    let trial = try await perform(
      """
      use: { secrets: [api] }
      do: [{ a: { call: http, with: { method: get, endpoint: 'http://s/x' } } }]
      """, secrets: secrets,
      http: { _ in throw Fault(.communication, detail: "bad token s3cr3t-token in request") })
    #expect(trial.fault.detail == "bad token *** in request")
    #expect(!"\(trial.journal)".contains("s3cr3t"))
  }

  @Test func authenticationReadsItsSecret() async throws {
    let trial = try await perform(
      """
      use: { secrets: [api] }
      do:
        - a:
            call: http
            with: { method: get, endpoint: { uri: 'http://s/x', authentication: { bearer: { use: api } } } }
            output: { as: '{ scheme: $authorization.scheme, parameter: $authorization.parameter }' }
      """, secrets: secrets)
    #expect(trial.http.first?.arguments["authentication"] == ["scheme": "bearer", "token": "s3cr3t-token"])
    #expect(trial.output == ["scheme": "Bearer", "parameter": "s3cr3t-token"])
  }

  @Test func theEnvironmentNamesThemInUpperCase() throws {
    let source = EnvironmentSecrets(["JUGGLER_SECRET_MY_API_KEY": "k", "JUGGLER_SECRET_DB": #"{"user":"u"}"#])
    #expect(source.secret(named: "my-api.key") == "k")
    #expect(source.secret(named: "db") == ["user": "u"])
    #expect(source.secret(named: "absent") == nil)
  }
}
