internal import NIOCore

/// A response with its whole body.
struct HTTPResponse: Sendable {
  var head: ResponseHead
  var body: ByteBuffer

  var status: Int { head.status }
}
