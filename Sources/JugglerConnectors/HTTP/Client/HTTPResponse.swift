internal import NIOCore
internal import NIOHTTP1

/// A response with its whole body.
struct HTTPResponse: Sendable {
  var head: HTTPResponseHead
  var body: ByteBuffer

  var status: Int { Int(head.status.code) }
}
