internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression

/// Gathers what a decompressor that stands before it in a channel makes of a response. Used on its event loop only.
///
/// Both handlers are added when the first compressed response comes: connections without such do not pay for them.
final class ResponseInflater: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private var body = ByteBuffer()
  private var error: (any Error)?

  init(behind connection: ClientConnection, in context: ChannelHandlerContext, limit: Int) throws {
    let pipeline = context.pipeline.syncOperations
    let decompressor = NIOHTTPResponseDecompressor(limit: .size(limit))
    try pipeline.addHandler(decompressor, position: .after(connection))
    try pipeline.addHandler(self, position: .after(decompressor))
  }

  /// What the decompressor needs to know.
  func head(of response: HTTPResponse) -> HTTPResponseHead {
    var headers = HTTPHeaders()
    if let coding = response.head.first("content-encoding") {
      headers.add(name: "content-encoding", value: coding.lowercased())
    }
    return HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .body(var part) = unwrapInboundIn(data) { body.writeBuffer(&part) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { self.error = error }

  /// The body that came through.
  func take() throws -> ByteBuffer {
    defer {
      body = ByteBuffer()
      error = nil
    }
    if let error { throw error }
    return body
  }
}
