import Hummingbird
import IPAddresses
import JugglerServer
import NIOCore
import Synchronization
import Testing

@Suite struct LimitTests {
  private static let hello = "GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

  private func exchange(
    _ text: String, limits: (inout ServerLimits) -> Void
  ) async throws -> String {
    var given = ServerLimits()
    limits(&given)
    return try await withServer(limits: given, routes: HTTP1Tests.routes) { try await $0.connect().exchange(text) }
  }

  @Test func refusesABodyThatSaysToBeTooLargeBeforeItIsSent() async throws {
    let answer = try await exchange(
      "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n"
    ) { $0.bodySize = 100 }
    #expect(answer.hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
  }

  @Test func refusesABodyThatGrowsTooLarge() async throws {
    let chunks = String(repeating: "5\r\nabcde\r\n", count: 21)
    let answer = try await exchange(
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    ) { $0.bodySize = 100 }
    #expect(answer.hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
  }

  @Test func refusesALargeBodyThatGrowsTooLargeWhileItIsRead() async throws {
    let chunk = String(repeating: "x", count: 0x4000)
    let chunks = String(repeating: "4000\r\n\(chunk)\r\n", count: 20)
    let answer = try await exchange(
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    ) { $0.bodySize = 200_000 }
    #expect(answer.hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
  }

  @Test func refusesTooLongHeaders() async throws {
    let answer = try await exchange(
      "GET /hello HTTP/1.1\r\nHost: x\r\nA: \(String(repeating: "a", count: 2000))\r\n\r\n"
    ) { $0.headerSize = 1000 }
    #expect(answer.hasPrefix("HTTP/1.1 431 Request Header Fields Too Large\r\n"))
  }

  @Test func refusesTooManyHeaders() async throws {
    let fields = String(repeating: "A: b\r\n", count: 30)
    let answer = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\(fields)\r\n") { $0.headerCount = 20 }
    #expect(answer.hasPrefix("HTTP/1.1 431 Request Header Fields Too Large\r\n"))
  }

  @Test func refusesRequestsBeyondThoseItAnswersAtOnceAndServesAgain() async throws {
    var limits = ServerLimits()
    limits.concurrentRequests = 1
    let gate = Gate()
    try await withServer(
      limits: limits,
      routes: { router in
        router.get("/slow") { _, _ in
          await gate.wait()
          return "done"
        }
        HTTP1Tests.routes(router)
      }
    ) { server in
      async let slow = server.connect().exchange("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      await gate.reached()
      let refused = try await server.connect().exchange(Self.hello)
      #expect(refused.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
      #expect(refused.contains("Retry-After: 1\r\n"))
      gate.open()
      #expect(try await slow.hasSuffix("done"))
      #expect(try await server.connect().exchange(Self.hello).hasSuffix("hello"))
    }
  }

  @Test func refusesConnectionsBeyondThoseItMayHave() async throws {
    var limits = ServerLimits()
    limits.connections = 1
    try await withServer(limits: limits, routes: HTTP1Tests.routes) { server in
      let first = try await server.connect()
      try await first.use { inbound, outbound in
        try await outbound.write(ByteBuffer(string: "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"))
        var answers = inbound.makeAsyncIterator()
        _ = try await answers.next()
        let refused = try await server.connect().exchange("")
        #expect(refused.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
      }
    }
  }

  @Test func refusesAClientThatAsksTooOften() async throws {
    var limits = ServerLimits()
    limits.client = ClientLimit(rate: 0.01, burst: 2)
    try await withServer(limits: limits, routes: HTTP1Tests.routes) { server in
      for _ in 1...2 { #expect(try await server.connect().exchange(Self.hello).hasSuffix("hello")) }
      let refused = try await server.connect().exchange(Self.hello)
      #expect(refused.hasPrefix("HTTP/1.1 429 Too Many Requests\r\n"))
      #expect(refused.contains("Retry-After: "))
    }
  }

  @Test func anAddressInAHeaderIsNobodysUnlessAProxyIsTrusted() async throws {
    var limits = ServerLimits()
    limits.client = ClientLimit(rate: 0.01, burst: 1)
    try await withServer(limits: limits, routes: HTTP1Tests.routes) { server async throws in
      #expect(try await server.hello(from: "192.0.2.1").hasSuffix("hello"))
      #expect(try await server.hello(from: "192.0.2.2").hasPrefix("HTTP/1.1 429 "))
    }
  }

  @Test func countsTheClientsBehindATrustedProxy() async throws {
    var limits = ServerLimits()
    limits.client = ClientLimit(rate: 0.01, burst: 1, concurrency: 1)
    let proxies = TrustedProxies(["127.0.0.1"])
    try await withServer(limits: limits, proxies: proxies, routes: HTTP1Tests.routes) { server async throws in
      #expect(try await server.hello(from: "192.0.2.1").hasSuffix("hello"))
      #expect(try await server.hello(from: "192.0.2.2").hasSuffix("hello"))
      #expect(try await server.hello(from: "192.0.2.9, 192.0.2.1").hasPrefix("HTTP/1.1 429 "))
      // A proxy sends the requests of many over one connection.
      let answers = try await server.connect().exchange(
        ["198.51.100.1", "198.51.100.2", "198.51.100.1"].map { address in
          "GET /hello HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: \(address)\r\n\r\n"
        }.joined() + Self.hello)
      let statuses = answers.split(separator: "HTTP/1.1 ").map { String($0.prefix(3)) }
      #expect(statuses == ["200", "200", "429", "200"])
    }
  }

  @Test func countsWhatClientsBehindAProxyHaveInHand() async throws {
    var limits = ServerLimits()
    limits.client = ClientLimit(rate: 1000, burst: 1000, concurrency: 1)
    let gate = Gate()
    try await withServer(
      limits: limits, proxies: TrustedProxies(["127.0.0.1"]),
      routes: { router in
        router.get("/slow") { _, _ in
          await gate.wait()
          return "done"
        }
        HTTP1Tests.routes(router)
      }
    ) { server async throws in
      async let slow = server.hello(from: "192.0.2.1", path: "/slow")
      await gate.reached()
      #expect(try await server.hello(from: "192.0.2.1").hasPrefix("HTTP/1.1 429 "))
      #expect(try await server.hello(from: "192.0.2.2").hasSuffix("hello"))
      gate.open()
      #expect(try await slow.hasSuffix("done"))
      #expect(try await server.hello(from: "192.0.2.1").hasSuffix("hello"))
    }
  }

  @Test func endsConnectionsWhoseHeaderIsSlow() async throws {
    // On a busy machine not a byte may arrive in time; such a connection ends without an answer.
    var answer = ""
    for _ in 0..<20 where answer.isEmpty {
      answer = try await exchange("GET /hello HTTP/1.1\r\nHost:") { $0.headerTimeout = .milliseconds(1) }
    }
    #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
  }

  @Test func endsConnectionsWhoseBodyIsSlow() async throws {
    let answer = try await exchange("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab") {
      $0.bodyTimeout = .milliseconds(1)
    }
    #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
  }

  @Test func endsConnectionsThatAreIdle() async throws {
    let answer = try await exchange("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n") { $0.idleTimeout = .milliseconds(1) }
    #expect(answer.hasSuffix("hello"))
  }

  @Test func endsConnectionsThatDoNotReadTheirAnswer() async throws {
    var limits = ServerLimits()
    limits.writeTimeout = .milliseconds(1)
    let gate = Gate()
    try await withServer(
      limits: limits,
      routes: { router in
        router.get("/endless") { _, _ in
          Response(
            status: .ok,
            body: ResponseBody { writer in
              defer { gate.arrive() }
              while true { try await writer.write(ByteBuffer(repeating: 65, count: 65_536)) }
            })
        }
      }
    ) { server in
      try await server.connect().use { _, outbound in
        try await outbound.write(ByteBuffer(string: "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n"))
        await gate.reached()
      }
    }
  }
}

extension RunningServer {
  /// Asks as a proxy does for a client.
  fileprivate func hello(from client: String, path: String = "/hello") async throws -> String {
    try await connect().exchange(
      "GET \(path) HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: \(client)\r\nConnection: close\r\n\r\n")
  }
}

/// Where a handler stops until the test opens it.
final class Gate: Sendable {
  private let (arrivals, arrival) = AsyncStream<Void>.makeStream()
  private let (openings, opening) = AsyncStream<Void>.makeStream()

  func arrive() { arrival.yield() }

  func wait() async {
    arrive()
    for await _ in openings { return }
  }

  func reached() async {
    for await _ in arrivals { return }
  }

  func open() { opening.yield() }
}
