import HTTPTypes

/// What a client presents to say who it is.
enum PresentedCredentials: Sendable, Equatable {
  case none
  case key(APIKey)
  case token(String)
  /// Something that cannot be either; why, in words without quotes.
  case unusable(String)

  init(_ fields: HTTPFields) {
    let headers = fields[values: .authorization]
    let keys = fields[values: .apiKey]
    switch (headers.count, keys.count) {
    case (0, 0): self = .none
    case (1, 0): self.init(authorization: headers[0])
    case (0, 1): self = APIKey(keys[0]).map(Self.key) ?? .unusable("X-API-Key holds no API key")
    default: self = .unusable("expected one Authorization or one X-API-Key, found several")
    }
  }

  private init(authorization: String) {
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else {
      self = .unusable("expected the scheme Bearer in Authorization")
      return
    }
    let text = String(parts[1].drop { $0 == " " })
    if let key = APIKey(text) {
      self = .key(key)
    } else if text.hasPrefix(APIKey.prefix) {
      self = .unusable("the API key is not complete")
    } else {
      self = .token(text)
    }
  }
}

extension HTTPField.Name {
  static let apiKey = HTTPField.Name("X-API-Key")!
}
