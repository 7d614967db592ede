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
