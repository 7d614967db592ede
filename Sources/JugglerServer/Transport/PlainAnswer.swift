package import HTTPTypes
import Hummingbird
import JSON
package import NIOCore

/// An answer that needs no task: a head, and a body that is there.
package struct PlainAnswer: Sendable {
  package var head: HTTPResponse {
    didSet { isBareJSON = false }
  }
  package var body: ByteBuffer
  /// The head says nothing but that all is well and the body is JSON, before which there is room for that.
  private(set) var isBareJSON = false

  package init(head: HTTPResponse, body: ByteBuffer) {
    self.head = head
    self.body = body
  }

  /// A value, compact.
  init(json: JSONValue) {
    self.init(head: Self.jsonHead, body: ByteBuffer(json: json, headroom: ByteBuffer.jsonHeadLimit))
    isBareJSON = true
  }

  private static let jsonHead = HTTPResponse(status: .ok, headerFields: [.contentType: MediaTypes.json])

  /// Problem details (RFC 9457).
  static func problem(_ status: HTTPResponse.Status, detail: String? = nil) -> PlainAnswer {
    var problem: JSONObject = [
      "type": "about:blank", "title": .string(status.reasonPhrase), "status": JSONValue(status.code),
    ]
    if let detail { problem["detail"] = .string(detail) }
    let body = ByteBuffer(string: JSONValue.object(problem).description)
    var head = HTTPResponse(status: status)
    head.headerFields[.contentType] = "application/problem+json"
    head.headerFields[.contentLength] = String(body.readableBytes)
    return PlainAnswer(head: head, body: body)
  }

  static func refusal(_ refusal: RequestRefusal) -> PlainAnswer {
    var answer = problem(refusal.status, detail: refusal.detail)
    if let seconds = refusal.retryAfter { answer.head.headerFields[.retryAfter] = String(seconds) }
    return answer
  }

  /// Gives the body away.
  mutating func takeBody() -> ByteBuffer {
    defer { body = ByteBuffer() }
    return body
  }

  var response: Response {
    Response(status: head.status, headers: head.headerFields, body: ResponseBody(byteBuffer: body))
  }
}

extension RequestRefusal: HTTPResponseError {
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    PlainAnswer.refusal(self).response
  }
}
