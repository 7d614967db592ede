/// How to authenticate. `use` is already resolved.
package final class Authentication: Sendable {
  package enum Scheme: Sendable {
    case basic(PasswordCredentials)
    case bearer(TokenCredentials)
    case digest(PasswordCredentials)
    case oauth2(OAuth2Credentials)
    case oidc(OAuth2Credentials)
  }

  package enum PasswordCredentials: Sendable {
    case inline(username: Template, password: Template)
    /// A secret with the members `username` and `password`.
    case secret(String)
  }

  package enum TokenCredentials: Sendable {
    case inline(token: Template)
    /// A secret with the member `token`.
    case secret(String)
  }

  package enum OAuth2Credentials: Sendable {
    case inline(OAuth2)
    /// A secret with the members of `OAuth2`.
    case secret(String)
  }

  /// The name in `use.authentications`, if it has one.
  package let name: String?
  package let scheme: Scheme

  init(name: String?, scheme: Scheme) {
    self.name = name
    self.scheme = scheme
  }
}
