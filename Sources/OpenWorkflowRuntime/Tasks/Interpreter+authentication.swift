import JSON
import Juggler
import OpenWorkflow

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Interpreter {
  /// What a connector needs to authenticate, and how expressions see it (`$authorization`).
  struct Credentials {
    var arguments: JSONObject
    var descriptor: JSONValue
  }

  @inline(never)
  func credentials(
    _ authentication: Authentication, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws -> Credentials {
    switch authentication.scheme {
    case .basic(let credentials):
      let (username, password) = try await userAndPassword(credentials, site, input, variables)
      let parameter = Data("\(username):\(password)".utf8).base64EncodedString()
      return Credentials(
        arguments: ["scheme": "basic", "username": .string(username), "password": .string(password)],
        descriptor: ["scheme": "Basic", "parameter": .string(parameter)])
    case .digest(let credentials):
      let (username, password) = try await userAndPassword(credentials, site, input, variables)
      return Credentials(
        arguments: ["scheme": "digest", "username": .string(username), "password": .string(password)],
        descriptor: ["scheme": "Digest", "parameter": .null])
    case .bearer(let credentials):
      let token: String
      switch credentials {
      case .inline(let template): token = try await text(template, "token", site, input, variables)
      case .secret(let name): token = try member("token", ofSecret: name)
      }
      return Credentials(
        arguments: ["scheme": "bearer", "token": .string(token)],
        descriptor: ["scheme": "Bearer", "parameter": .string(token)])
    case .oauth2: throw unavailable("authentication: oauth2", site)
    case .oidc: throw unavailable("authentication: oidc", site)
    }
  }

  @inline(never)
  private func userAndPassword(
    _ credentials: Authentication.PasswordCredentials, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws -> (username: String, password: String) {
    switch credentials {
    case .inline(let username, let password):
      (
        try await text(username, "username", site, input, variables),
        try await text(password, "password", site, input, variables)
      )
    case .secret(let name): (try member("username", ofSecret: name), try member("password", ofSecret: name))
    }
  }

  private func member(_ member: String, ofSecret name: String) throws -> String {
    let secret = try evaluator.secrets.value(of: name)
    guard let text = secret[member]?.stringValue else {
      throw Fault(
        .authorization, detail: "secret '\(name)' has no text '\(member)': it must be an object with that member")
    }
    return text
  }
}
