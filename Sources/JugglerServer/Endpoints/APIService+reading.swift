import AsyncPatterns
import Hummingbird
import JSON
import Juggler
import NIOCore

extension APIService {
  /// The body as JSON; `nil` for an empty one.
  func json(_ request: Request, _ context: ServerRequestContext) async throws -> JSONValue? {
    try request.checkIsJSON()
    let bytes = try await request.bytes(context, upTo: options.bodyLimit)
    if bytes.readableBytes == 0 || bytes.isBlank { return nil }
    if bytes.readableBytes <= options.inlineParsingLimit { return try bytes.json() }
    return try await engine.cpuPool.run { try bytes.json() }
  }
}
