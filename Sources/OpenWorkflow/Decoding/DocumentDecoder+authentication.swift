internal import JSON

extension DocumentDecoder {
  /// A policy, or `use: name`, or just the name.
  func authentication(_ cursor: Cursor, _ scope: Scope) -> Authentication? {
    if cursor.text != nil { return named(authentication: cursor) }
    if let use = cursor.child("use") {
      guard var fields = fields(cursor) else { return nil }
      _ = fields.take("use")
      close(fields)
      return named(authentication: use)
    }
    return policy(cursor, scope)
  }

  private func named(authentication cursor: Cursor) -> Authentication? {
    fixedText(cursor, as: "the name of an authentication policy").flatMap {
      resolve($0, in: \.authentications, "authentication policy", "authentications", at: cursor)
    }
  }

  func policy(_ cursor: Cursor, _ scope: Scope, name: String? = nil) -> Authentication? {
    let schemes = ["basic", "bearer", "digest", "oauth2", "oidc"]
    guard var fields = fields(cursor, as: "a mapping with one of \(schemes.listed())") else { return nil }
    if name != nil, let use = fields.take("use") {
      error("'use' cannot stand in 'use.authentications' itself; define the policy here", atKeyOf: use)
      return nil
    }
    let scheme = single(schemes, of: &fields, "an authentication scheme")
    close(fields)
    guard let scheme else { return nil }
    let decoded: Authentication.Scheme? =
      switch scheme.lastKey {
      case "basic": passwordCredentials(scheme, scope).map { .basic($0) }
      case "bearer": tokenCredentials(scheme, scope).map { .bearer($0) }
      case "digest": passwordCredentials(scheme, scope).map { .digest($0) }
      case "oauth2": oauth2Credentials(scheme, scope).map { .oauth2($0) }
      default: oauth2Credentials(scheme, scope).map { .oidc($0) }
      }
    return decoded.map { Authentication(name: name, scheme: $0) }
  }

  /// The secret's name, when the credentials are `use: name`.
  private func secret(_ fields: inout Fields) -> String? {
    guard fields.contains("use"), let use = fields.take("use") else { return nil }
    close(fields)
    guard let name = fixedText(use, as: "the name of a secret") else { return "" }
    checkSecret(name, at: use)
    return name
  }

  private func passwordCredentials(_ cursor: Cursor, _ scope: Scope) -> Authentication.PasswordCredentials? {
    guard var fields = fields(cursor, as: "a mapping with 'username' and 'password', or 'use'") else { return nil }
    if let secret = secret(&fields) { return .secret(secret) }
    let username = require("username", of: &fields, "the username; or 'use' alone, with the name of a secret")
      .flatMap { textTemplate($0, scope) }
    let password = require("password", of: &fields, "the password; or 'use' alone, with the name of a secret")
      .flatMap { textTemplate($0, scope) }
    close(fields)
    guard let username, let password else { return nil }
    return .inline(username: username, password: password)
  }

  private func tokenCredentials(_ cursor: Cursor, _ scope: Scope) -> Authentication.TokenCredentials? {
    // The specification's prose gives the token directly, its schema as a member.
    if cursor.text != nil { return textTemplate(cursor, scope).map { .inline(token: $0) } }
    guard var fields = fields(cursor, as: "a mapping with 'token' or 'use'") else { return nil }
    if let secret = secret(&fields) { return .secret(secret) }
    let token = require("token", of: &fields, "the token; or 'use' alone, with the name of a secret").flatMap {
      textTemplate($0, scope)
    }
    close(fields)
    return token.map { .inline(token: $0) }
  }

  private func oauth2Credentials(_ cursor: Cursor, _ scope: Scope) -> Authentication.OAuth2Credentials? {
    guard var fields = fields(cursor, as: "a mapping with 'authority' and 'grant', or 'use'") else { return nil }
    if let secret = secret(&fields) { return .secret(secret) }
    return oauth2(&fields, scope, hasEndpoints: cursor.lastKey == "oauth2").map { .inline($0) }
  }

  private func oauth2(_ fields: inout Fields, _ scope: Scope, hasEndpoints: Bool) -> OAuth2? {
    let authority = require("authority", of: &fields, "the URI of the authorization server").flatMap { uri($0, scope) }
    let endpoints = (hasEndpoints ? fields.take("endpoints") : nil).map { self.endpoints($0, scope) } ?? .standard
    let grant = require("grant", of: &fields, "such as 'client_credentials'").flatMap { choice($0, OAuth2.Grant.self) }
    let client = fields.take("client").map { self.client($0, scope) } ?? .some(nil)
    let encoding = fields.take("request").flatMap(requestEncoding) ?? .form
    let issuers = fields.take("issuers").flatMap { textTemplates($0, scope, of: "issuers") } ?? []
    let scopes = fields.take("scopes").flatMap { textTemplates($0, scope, of: "scopes") } ?? []
    let audiences = fields.take("audiences").flatMap { textTemplates($0, scope, of: "audiences") } ?? []
    let username = fields.take("username").flatMap { textTemplate($0, scope) }
    let password = fields.take("password").flatMap { textTemplate($0, scope) }
    let subject = fields.take("subject").flatMap { token($0, scope) }
    let actor = fields.take("actor").flatMap { token($0, scope) }
    close(fields)
    guard let authority, let endpoints, let grant, let client else { return nil }
    return OAuth2(
      authority: authority, endpoints: endpoints, grant: grant, client: client, requestEncoding: encoding,
      issuers: issuers, scopes: scopes, audiences: audiences, username: username, password: password,
      subject: subject, actor: actor)
  }

  private func endpoints(_ cursor: Cursor, _ scope: Scope) -> OAuth2.Endpoints? {
    guard var fields = fields(cursor, as: "a mapping with 'token', 'revocation' or 'introspection'") else { return nil }
    let standard = OAuth2.Endpoints.standard
    let token = fields.take("token").map { uri($0, scope) } ?? standard.token
    let revocation = fields.take("revocation").map { uri($0, scope) } ?? standard.revocation
    let introspection = fields.take("introspection").map { uri($0, scope) } ?? standard.introspection
    close(fields)
    guard let token, let revocation, let introspection else { return nil }
    return OAuth2.Endpoints(token: token, revocation: revocation, introspection: introspection)
  }

  private func client(_ cursor: Cursor, _ scope: Scope) -> OAuth2.Client? {
    guard var fields = fields(cursor, as: "a mapping with 'id' and 'secret'") else { return nil }
    let id = fields.take("id").flatMap { textTemplate($0, scope) }
    let secret = fields.take("secret").flatMap { textTemplate($0, scope) }
    let assertion = fields.take("assertion").flatMap { textTemplate($0, scope) }
    let authentication = fields.take("authentication").flatMap { choice($0, OAuth2.ClientAuthentication.self) }
    close(fields)
    if authentication == .privateKeyJWT, !fields.contains("assertion") {
      error("'authentication: private_key_jwt' needs 'assertion': a signed JWT", atKeyOf: cursor)
    }
    if authentication != OAuth2.ClientAuthentication.none, !fields.contains("id"), fields.unknown.isEmpty {
      error("'client' needs 'id', unless its 'authentication' is 'none'", atKeyOf: cursor)
    }
    return OAuth2.Client(
      id: id, secret: secret, assertion: assertion, authentication: authentication ?? .clientSecretPost)
  }

  private func requestEncoding(_ cursor: Cursor) -> OAuth2.RequestEncoding? {
    guard var fields = fields(cursor, as: "a mapping with 'encoding'") else { return nil }
    let encoding = fields.take("encoding").flatMap { choice($0, OAuth2.RequestEncoding.self) }
    close(fields)
    return encoding
  }

  private func token(_ cursor: Cursor, _ scope: Scope) -> OAuth2.Token? {
    guard var fields = fields(cursor, as: "a mapping with 'token' and 'type'") else { return nil }
    let token = require("token", of: &fields, "the security token").flatMap { textTemplate($0, scope) }
    let type = require("type", of: &fields, "the kind of the token").flatMap { textTemplate($0, scope) }
    close(fields)
    guard let token, let type else { return nil }
    return OAuth2.Token(token: token, type: type)
  }
}

extension OAuth2.Endpoints {
  fileprivate static let standard = OAuth2.Endpoints(
    token: .literal("/oauth2/token"), revocation: .literal("/oauth2/revoke"),
    introspection: .literal("/oauth2/introspect"))
}

extension URITemplate {
  fileprivate static func literal(_ text: String) -> URITemplate { URITemplate(source: text, parts: [.text(text)]) }
}
