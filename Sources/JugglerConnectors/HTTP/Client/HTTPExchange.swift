internal import Juggler
internal import NIOHTTP1

/// One call with whatever requests it takes: challenges answered, redirects followed.
struct HTTPExchange {
  /// How many redirects a call follows.
  static let redirectLimit = 10

  let transport: HTTPTransport
  let call: HTTPCall

  /// The request that was answered last, and its answer.
  ///
  /// Most requests succeed at once. What the others need is in functions of its own: the frame of this one is on the
  /// stack of every call in flight.
  func run(_ first: HTTPRequest) async throws -> (HTTPRequest, HTTPResponse) {
    let response = try await send(first)
    if (200..<300).contains(response.status) { return (first, response) }
    return try await goOn(first, response)
  }

  /// Answers challenges and follows redirects.
  @inline(never)
  private func goOn(_ first: HTTPRequest, _ firstResponse: HTTPResponse) async throws -> (HTTPRequest, HTTPResponse) {
    var (request, response) = (first, firstResponse)
    var redirects = 0
    while true {
      if response.status == 401, request.url.origin == first.url.origin,
        let answer = call.authentication?.answer(to: response.head, for: request)
      {
        request.headers.replaceOrAdd(name: "Authorization", value: answer)
        response = try await send(request)
      }
      guard call.followsRedirects, let next = try request.redirected(by: response.head) else { break }
      guard redirects < Self.redirectLimit else { throw tooManyRedirects(request, response) }
      redirects += 1
      request = next
      // The answer to a challenge is for one target only.
      if case .digest? = call.authentication { request.headers.remove(name: "Authorization") }
      response = try await send(request)
    }
    guard (200..<(call.followsRedirects ? 400 : 300)).contains(response.status) else {
      throw Fault(response: response, to: request)
    }
    return (request, response)
  }

  /// Sends one request; when the task is cancelled its connection is closed.
  private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    do {
      try Task.checkCancellation()
      return try await transport.send(request)
    } catch {
      throw await failure(of: request, error)
    }
  }

  @inline(never)
  private func failure(of request: HTTPRequest, _ error: any Error) async -> any Error {
    if Task.isCancelled { return CancellationError() }
    return Fault(sending: request, failedWith: await transport.cause(of: error, for: request.url))
  }

  private func tooManyRedirects(_ request: HTTPRequest, _ response: HTTPResponse) -> Fault {
    Fault(
      .communication, status: response.status, title: "Too Many Redirects",
      detail: "\(request.summary) answered \(response.status) after \(Self.redirectLimit) redirects already followed, "
        + "next to \(response.head.first("location") ?? "nowhere"): check that the address does not "
        + "lead back to itself")
  }
}
