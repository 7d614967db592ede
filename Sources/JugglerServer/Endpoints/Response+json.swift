import AsyncPatterns
package import HTTPTypes
package import Hummingbird
package import JSON
import NIOCore

extension Response {
  /// A value, compact.
  package init(
    json: JSONValue, status: HTTPResponse.Status = .ok, mediaType: String = MediaTypes.json, headers: HTTPFields = [:]
  ) {
    var headers = headers
    headers[.contentType] = mediaType
    self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(json: json)))
  }

  /// A value that may be of any size: a large one is written on the pool, since that would hold up whoever else the event
  /// loop serves.
  init(json: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], on pool: CPUPool) {
    guard !json.isSmaller(than: Self.inlineSize) else {
      self.init(json: json, status: status, headers: headers)
      return
    }
    var headers = headers
    headers[.contentType] = MediaTypes.json
    let body = ResponseBody { writer in
      try await writer.write(try await pool.run { ByteBuffer(json: json) })
      try await writer.finish(nil)
    }
    self.init(status: status, headers: headers, body: body)
  }

  /// What is written at once, as `JSONValue.isSmaller` counts: a millisecond's work at most.
  static let inlineSize = 64 << 10

  init(text: String, mediaType: String, headers: HTTPFields = [:]) {
    var headers = headers
    headers[.contentType] = mediaType
    self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

extension ByteBuffer {
  /// - Parameter headroom: so many bytes are free before the first that can be read.
  init(json: JSONValue, headroom: Int = 0) {
    self = json.withSerializedBytes { bytes in
      var buffer = ByteBufferAllocator().buffer(capacity: headroom + bytes.count)
      buffer.moveWriterIndex(to: headroom)
      buffer.moveReaderIndex(to: headroom)
      buffer.writeBytes(UnsafeRawBufferPointer(bytes))
      return buffer
    }
  }
}
