/// What OAuth2 and OpenID Connect need to obtain a token.
package struct OAuth2: Sendable {
  package enum Grant: String, Sendable, CaseIterable {
    case authorizationCode = "authorization_code"
    case clientCredentials = "client_credentials"
    case password
    case refreshToken = "refresh_token"
    case tokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange"
  }

  package enum ClientAuthentication: String, Sendable, CaseIterable {
    case clientSecretBasic = "client_secret_basic"
    case clientSecretPost = "client_secret_post"
    case clientSecretJWT = "client_secret_jwt"
    case privateKeyJWT = "private_key_jwt"
    case none
  }

  package enum RequestEncoding: String, Sendable, CaseIterable {
    case form = "application/x-www-form-urlencoded"
    case json = "application/json"
  }

  /// Relative to the authority.
  package struct Endpoints: Sendable {
    package let token: URITemplate
    package let revocation: URITemplate
    package let introspection: URITemplate
  }

  package struct Client: Sendable {
    package let id: Template?
    package let secret: Template?
    package let assertion: Template?
    package let authentication: ClientAuthentication
  }

  package struct Token: Sendable {
    package let token: Template
    package let type: Template
  }

  package let authority: URITemplate
  package let endpoints: Endpoints
  package let grant: Grant
  package let client: Client?
  package let requestEncoding: RequestEncoding
  package let issuers: [Template]
  package let scopes: [Template]
  package let audiences: [Template]
  package let username: Template?
  package let password: Template?
  package let subject: Token?
  package let actor: Token?
}
