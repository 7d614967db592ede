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
  init(json: JSONValue) {
    var bytes: [UInt8] = []
    json.write(into: &bytes)
    self.init(bytes: bytes)
  }
}
