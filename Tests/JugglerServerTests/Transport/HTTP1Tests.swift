import Foundation
import Hummingbird
import JugglerServer
import NIOCore
import Testing

@Suite struct HTTP1Tests {
  static func routes(_ router: Router<ServerRequestContext>) {
    router.get("/hello") { _, _ in "hello" }
    router.post("/echo") { request, _ in
      let body = try await request.body.collect(upTo: 1 << 24)
      return Response(status: .ok, body: ResponseBody(byteBuffer: body))
    }
    router.get("/pieces") { _, _ in
      Response(
        status: .ok,
        body: ResponseBody { writer in
          for piece in ["one", "two"] { try await writer.write(ByteBuffer(string: piece)) }
          try await writer.finish(nil)
        })
    }
    router.get("/fails") { _, _ -> String in throw TestFailure() }
  }

  struct TestFailure: Error {}

  private func exchange(_ text: String) async throws -> String {
    try await withServer(routes: Self.routes) { try await $0.connect().exchange(text) }
  }

  @Test func answersAndClosesWhenAsked() async throws {
    let answer = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.contains("Content-Length: 5\r\n"))
    #expect(answer.contains("Connection: close\r\n"))
    #expect(answer.hasSuffix("\r\n\r\nhello"))
  }

  @Test func keepsTheConnectionAndAnswersPipelinedRequestsInOrder() async throws {
    let answer = try await exchange(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
        + "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
        + "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(answer.split(separator: "HTTP/1.1 200 OK").count == 3)
    let bodies = answer.components(separatedBy: "\r\n\r\n").dropFirst().map { $0.prefix { $0 != "H" } }
    #expect(bodies == ["abc", "hello", "hello"])
  }

  @Test func sendsAnswersOfUnknownLengthInChunks() async throws {
    let answer = try await exchange("GET /pieces HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(answer.contains("Transfer-Encoding: chunked\r\n"))
    #expect(answer.hasSuffix("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"))
  }

  @Test func endsSuchAnswersWithTheConnectionForClientsOfHTTP10() async throws {
    let answer = try await exchange("GET /pieces HTTP/1.0\r\n\r\n")
    #expect(!answer.contains("Transfer-Encoding"))
    #expect(answer.hasSuffix("\r\n\r\nonetwo"))
  }

  @Test func readsChunkedBodies() async throws {
    let answer = try await exchange(
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    #expect(answer.hasSuffix("\r\n\r\nabcde"))
  }

  @Test func passesLargeBodiesOnAsTheyArrive() async throws {
    let body = String(repeating: "0123456789", count: 300_000)
    let answer = try await exchange(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n" + body)
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.hasSuffix("\r\n\r\n" + body))
  }

  @Test func saysThatABodyMayCome() async throws {
    let answer = try await exchange(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\nhi")
    #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
  }

  @Test func answersHEADWithoutABody() async throws {
    let answer = try await withServer { router in
      router.head("/hello") { _, _ in Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "hello")))
      }
    } _: {
      try await $0.connect().exchange("HEAD /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    }
    #expect(answer.contains("Content-Length: 5\r\n"))
    #expect(answer.hasSuffix("\r\n\r\n"))
  }

  @Test func tellsNothingOfAnUnexpectedError() async throws {
    let answer = try await exchange("GET /fails HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
    #expect(answer.contains("Content-Type: application/problem+json\r\n"))
    #expect(!answer.contains("TestFailure"))
  }

  @Test(arguments: [
    "GET /hello HTTP/1.1\r\n\r\n", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "nonsense\r\n\r\n",
    "GET hello HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ])
  func refusesMalformedRequestsAndCloses(request: String) async throws {
    let answer = try await exchange(request)
    #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    #expect(answer.contains("Connection: close\r\n"))
  }
}
