extension DocumentDecoder {
  /// A URI, a URI template, or an expression that gives a URI.
  func uri(_ cursor: Cursor, _ scope: Scope) -> URITemplate? {
    guard let text = text(cursor, as: "a URI") else { return nil }
    if text.trimmed.isEmpty {
      error("\(cursor.name) must be a URI, found an empty text", at: cursor)
      return nil
    }
    if let inner = ExpressionText.whole(text) {
      return compile(inner, cursor, scope).map { URITemplate(source: text, parts: [.expression($0)]) }
    }
    guard ExpressionText.opens(in: text) else {
      return uriParts(text, cursor).map { URITemplate(source: text, parts: $0) }
    }
    guard let segments = segments(of: text, cursor, scope) else { return nil }
    let parts = segments.map { segment -> [URITemplate.Part]? in
      switch segment {
      case .text(let text): uriParts(text, cursor)
      case .expression(let expression): [.expression(expression)]
      }
    }
    return collected(parts).map { URITemplate(source: text, parts: $0.flatMap(\.self)) }
  }

  private func uriParts(_ text: String, _ cursor: Cursor) -> [URITemplate.Part]? {
    if text.utf8.contains(where: isSpace) {
      error("\(cursor.name) must be a URI, found '\(text.abbreviated)'; a URI has no spaces, write '%20'", at: cursor)
      return nil
    }
    do {
      return try URITemplate.parts(of: text)
    } catch {
      self.error("\(cursor.name) is no valid URI template: \(error.message)", at: cursor)
      return nil
    }
  }

  /// `https://…`, or `{ uri: …, authentication: … }`.
  func endpoint(_ cursor: Cursor, _ scope: Scope) -> Endpoint? {
    guard case .mapping = cursor.node.content else {
      guard cursor.text != nil else {
        expected("a URI, or a mapping with 'uri' and 'authentication'", cursor)
        return nil
      }
      return uri(cursor, scope).map { Endpoint(uri: $0, authentication: nil) }
    }
    guard var fields = fields(cursor) else { return nil }
    let authentication = fields.take("authentication").map { self.authentication($0, scope) }
    let uri = require("uri", of: &fields, "the address").flatMap { self.uri($0, scope) }
    close(fields)
    guard let uri else { return nil }
    return Endpoint(uri: uri, authentication: authentication ?? nil)
  }

  func externalResource(_ cursor: Cursor, _ scope: Scope) -> ExternalResource? {
    guard var fields = fields(cursor, as: "a mapping with 'endpoint'") else { return nil }
    let name = fields.take("name").flatMap { fixedText($0) }
    let endpoint = require("endpoint", of: &fields, "where the resource is").flatMap { self.endpoint($0, scope) }
    close(fields)
    return endpoint.map { ExternalResource(name: name, endpoint: $0) }
  }
}
