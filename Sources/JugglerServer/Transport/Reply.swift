package import HTTPTypes
package import Hummingbird
import NIOCore

/// What a request is answered with.
package enum Reply: Sendable {
  /// All of it is there: it leaves in one write, and nothing is waited for.
  case whole(PlainAnswer)
  /// Its body is written by a task, piece by piece.
  case written(Response)

  package var status: HTTPResponse.Status {
    switch self {
    case .whole(let answer): answer.head.status
    case .written(let response): response.status
    }
  }

  package var response: Response {
    switch self {
    case .whole(let answer): answer.response
    case .written(let response): response
    }
  }

  /// Sets header fields.
  mutating func mark(_ change: (inout HTTPFields) -> Void) {
    switch self {
    case .whole(var answer):
      change(&answer.head.headerFields)
      self = .whole(answer)
    case .written(var response):
      change(&response.headers)
      self = .written(response)
    }
  }
}
