package import HTTPTypes
package import Hummingbird
package import JugglerAPI

/// Why a request is not answered as asked: thrown by handlers and middleware, answered as problem details (RFC 9457).
package struct Problem: Error, Sendable {
  package var details: ProblemDetails
  /// Such as `Allow`, `Retry-After` and `WWW-Authenticate`.
  package var headers: HTTPFields

  package init(_ details: ProblemDetails, headers: HTTPFields = [:]) {
    self.details = details
    self.headers = headers
  }

  /// A problem of which the status says what kind it is.
  package init(
    _ status: HTTPResponse.Status, _ detail: String, errors: [ProblemDetails.Part] = [], headers: HTTPFields = [:]
  ) {
    self.init(
      ProblemDetails(title: status.reasonPhrase, status: status.code, detail: detail, errors: errors), headers: headers)
  }

  package var status: HTTPResponse.Status { HTTPResponse.Status(code: details.status) }
}

extension Problem: HTTPResponseError {
  package func response(from request: Request, context: some RequestContext) -> Response { response }

  var reply: Reply { .written(response) }

  package var response: Response {
    Response(json: details.json, status: status, mediaType: MediaTypes.problem, headers: headers)
  }
}
