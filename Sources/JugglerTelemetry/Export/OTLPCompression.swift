import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPCompression

/// How what is sent is made smaller.
package enum OTLPCompression: String, Sendable, CaseIterable {
  case none
  case gzip

  /// What a request says of its body; `nil` where that is as it is.
  var contentEncoding: String? { self == .none ? nil : rawValue }

  func encode(_ body: ByteBuffer) throws -> ByteBuffer {
    guard self == .gzip else { return body }
    // The handler is the library's only way to its compressor: a channel without a connection passes the body through it.
    let channel = EmbeddedChannel(handler: NIOHTTPRequestCompressor(encoding: .gzip))
    channel.write(HTTPClientRequestPart.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/")), promise: nil)
    channel.write(HTTPClientRequestPart.body(.byteBuffer(body)), promise: nil)
    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    var encoded = ByteBuffer()
    while let part = try channel.readOutbound(as: HTTPClientRequestPart.self) {
      if case .body(.byteBuffer(var piece)) = part { encoded.writeBuffer(&piece) }
    }
    _ = try channel.finish()
    return encoded
  }
}
