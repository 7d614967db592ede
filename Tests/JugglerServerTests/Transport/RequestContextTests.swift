import Hummingbird
import JSON
import JugglerServer
import NIOCore
import Testing

@Suite struct RequestContextTests {
  struct Surprise: Error {}

  @Test func anUnexpectedErrorNamesTheRequest() async throws {
    let endpoint = Endpoint(.get, "/fails", scope: nil, description: [:], handler: { _, _ in throw Surprise() })
    let answer = try await withServer(routes: { router in
      let inner = APIResponder([endpoint])
      router.get("/fails") { request, context in try await inner.respond(to: request, context: context) }
    }) { server in
      try await server.connect().exchange("GET /fails HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    }
    #expect(answer.hasPrefix("HTTP/1.1 500 "))
    #expect(answer.contains("request id "))
    #expect(!answer.contains("Surprise"))
  }

  @Test func everyRequestHasAnIdOfItsOwn() async throws {
    let answer = try await withServer(routes: { router in
      router.get("/id") { _, context in context.id }
    }) { server in
      try await server.connect().exchange(
        "GET /id HTTP/1.1\r\nHost: x\r\n\r\nGET /id HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    }
    let ids = answer.split(separator: "\r\n\r\n").dropFirst().map { $0.prefix(32) }
    #expect(ids.count == 2)
    #expect(Set(ids).count == 2)
  }
}
