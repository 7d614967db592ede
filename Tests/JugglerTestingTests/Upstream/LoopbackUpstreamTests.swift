import AsyncHTTPClient
import JSON
import JugglerTesting
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import Testing

/// A real client against the loopback upstream: what it answers is checked by async-http-client.
@Suite(.timeLimit(.minutes(1))) struct LoopbackUpstreamTests {
  private func get(_ url: String, method: String = "GET", body: String? = nil) async throws -> (Int, String) {
    var request = HTTPClientRequest(url: url)
    request.method = .init(rawValue: method)
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    return (Int(response.status.code), String(buffer: try await response.body.collect(upTo: 1 << 20)))
  }

  @Test func answersByMethodAndPattern() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/dishes/{id}/cook/{name}") { request in
        .json(["id": .string(request.parameters["id"] ?? ""), "name": .string(request.parameters["name"] ?? "")])
      }
      upstream.route("post", "/dishes") { .text($0.text + "!", status: 201) }
      upstream.route("*", "/files/*", .text("file"))

      let dish = try await get(upstream.url + "/dishes/7/cook/J%C3%BCrgen?x=1")
      #expect(dish == (200, #"{"id":"7","name":"Jürgen"}"#))
      let created = try await get(upstream.url + "/dishes", method: "POST", body: "egg")
      #expect(created == (201, "egg!"))
      let file = try await get(upstream.url + "/files/a/b", method: "PUT")
      #expect(file == (200, "file"))
      let missing = try await get(upstream.url + "/dishes")
      #expect(missing.0 == 404)
      #expect(upstream.requests.map(\.target).first == "/dishes/7/cook/J%C3%BCrgen?x=1")
      #expect(upstream.requests.first?.query == "x=1")
    }
  }

  @Test func givesScriptedResponsesInOrderAndRepeatsTheLast() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/", .status(503), .status(503), .text("ready"))
      var statuses: [Int] = []
      for _ in 1...4 { statuses.append(try await get(upstream.url).0) }
      #expect(statuses == [503, 503, 200, 200])
      #expect(upstream.statistics.answered == 4)
    }
  }

  @Test func holdsManyDelayedResponsesAtOnce() async throws {
    try await withLoopbackUpstream(recording: false) { upstream in
      upstream.route("GET", "/slow", .text("done").after(.milliseconds(100)))
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 1...8 { group.addTask { try await get(upstream.url + "/slow").0 } }
        for try await status in group { #expect(status == 200) }
      }
      #expect(upstream.statistics.mostActive > 1)
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test func seesAClientGiveUp() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/never", .hang)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await get(upstream.url + "/never") }
        try await upstream.wait { $0.active == 1 }
        group.cancelAll()
        try await upstream.wait { $0.abandoned == 1 }
        await #expect(throws: (any Error).self) { try await group.waitForAll() }
      }
    }
  }

  @Test func cutsAResponseShort() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/cut", .text("0123456789").truncated(after: 4))
      upstream.route("GET", "/gone", .disconnect)
      for path in ["/cut", "/gone"] {
        await #expect(throws: (any Error).self) { try await get(upstream.url + path) }
      }
    }
  }

  @Test func writesGzipThatOthersRead() async throws {
    let text = String(repeating: "juggler ", count: 10_000)
    var configuration = HTTPClient.Configuration()
    configuration.decompression = .enabled(limit: .none)
    let client = HTTPClient(configuration: configuration)
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/zip", .text(text).gzipped())
      let response = try await client.execute(HTTPClientRequest(url: upstream.url + "/zip"), timeout: .seconds(30))
      #expect(String(buffer: try await response.body.collect(upTo: 1 << 20)) == text)
    }
    try await client.shutdown()
  }
}
