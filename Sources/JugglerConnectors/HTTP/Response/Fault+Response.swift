internal import Juggler
internal import NIOCore
internal import NIOHTTP1

extension Fault {
  /// What a status that is no success becomes.
  init(response: HTTPResponse, to request: HTTPRequest) {
    let standard = HTTPResponseStatus(statusCode: response.status).reasonPhrase
    let received = response.head.reason
    let reason = received.isEmpty ? standard : received
    var detail = "\(request.summary) answered \(response.status)"
    if !reason.isEmpty { detail += " \(reason)" }
    if let location = response.head.first("location"), (300..<400).contains(response.status) {
      detail += ", a redirect to \(location) that is not followed because redirect is not true"
    }
    if response.body.readableBytes > 0 { detail += ": \(response.excerpt)" }
    self.init(
      .communication, status: response.status, title: reason.isEmpty ? "HTTP \(response.status)" : reason,
      detail: detail)
  }
}
