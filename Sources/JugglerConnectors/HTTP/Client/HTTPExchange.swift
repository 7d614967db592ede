internal import Juggler
internal import NIOHTTP1

/// One call with whatever requests it takes: challenges answered, redirects followed.
struct HTTPExchange {
  /// How many redirects a call follows.
  static let redirectLimit = 10

  let transport: HTTPTransport
  let call: HTTPCall

  /// The request that was answered last, and its answer.
  func run(_ first: HTTPRequest) async throws -> (HTTPRequest, HTTPResponse) {
    var request = first
    var redirects = 0
    while true {
      var response = try await send(request)
      if response.status == 401, request.url.origin == first.url.origin,
        let answer = call.authentication?.answer(to: response.head, for: request)
      {
        request.headers.replaceOrAdd(name: "Authorization", value: answer)
        response = try await send(request)
      }
      if call.followsRedirects, let next = try request.redirected(by: response.head) {
        guard redirects < Self.redirectLimit else { throw tooManyRedirects(request, response) }
        redirects += 1
        request = next
        // The answer to a challenge is for one target only.
        if case .digest? = call.authentication { request.headers.remove(name: "Authorization") }
        continue
      }
      guard (200..<(call.followsRedirects ? 400 : 300)).contains(response.status) else {
        throw Fault(response: response, to: request)
      }
      return (request, response)
    }
  }

  /// Sends one request; when the task is cancelled its connection is closed.
  private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    do {
      try Task.checkCancellation()
      return try await transport.send(request)
    } catch {
      if Task.isCancelled { throw CancellationError() }
      throw Fault(sending: request, failedWith: await transport.cause(of: error, for: request.url))
    }
  }

  private func tooManyRedirects(_ request: HTTPRequest, _ response: HTTPResponse) -> Fault {
    Fault(
      .communication, status: response.status, title: "Too Many Redirects",
      detail: "\(request.summary) answered \(response.status) after \(Self.redirectLimit) redirects already followed, "
        + "next to \(response.head.first("location") ?? "nowhere"): check that the address does not "
        + "lead back to itself")
  }
}
