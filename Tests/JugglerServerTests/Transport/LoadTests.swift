import Hummingbird
import JugglerServer
import NIOCore
import NIOPosix
import Synchronization
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct LoadTests {
  @Test func servesAHealthyClientBesideAThousandSlowOnesAndEndsThose() async throws {
    var limits = ServerLimits()
    limits.headerTimeout = .seconds(1)
    limits.bodyTimeout = .seconds(1)
    try await withServer(limits: limits, routes: HTTP1Tests.routes) { server in
      var slow: [any Channel] = []
      for number in 0..<1000 {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
          .connect(to: server.address).get()
        let text =
          number % 2 == 0
          ? "GET /hello HTTP/1.1\r\nHost:" : "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"
        try await channel.writeAndFlush(ByteBuffer(string: text))
        slow.append(channel)
      }
      let answer = try await server.connect().exchange("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      #expect(answer.hasSuffix("hello"))
      for channel in slow { try await channel.closeFuture.get() }
      #expect(server.server.load.requests == 0)
      #expect(server.server.load.bufferedBytes == 0)
    }
  }

  @Test func refusesAFloodAndAnswersAllThatItTook() async throws {
    var limits = ServerLimits()
    limits.concurrentRequests = 50
    let waiting = Waiting()
    let reached = Gate()
    try await withServer(
      limits: limits,
      routes: { router in
        router.get("/slow") { _, _ in
          await withCheckedContinuation { continuation in
            if waiting.add(continuation) == 50 { reached.arrive() }
          }
          return "done"
        }
      }
    ) { server in
      let answers = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<300 {
          group.addTask {
            try await server.connect().exchange("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
          }
        }
        await reached.reached()
        var answers: [String] = []
        // Those that are refused do not wait for the others.
        while answers.count < 250, let answer = try await group.next() { answers.append(answer) }
        #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 503") && $0.contains("Retry-After: ") })
        waiting.resumeAll()
        for try await answer in group { answers.append(answer) }
        return answers
      }
      #expect(answers.count { $0.hasSuffix("done") } == 50)
      #expect(server.server.load.requests == 0)
    }
  }

  @Test func holdsNoMoreThanAFewBytesOfRequestsSentAhead() async throws {
    let gate = Gate()
    let answered = Counter()
    try await withServer(routes: { router in
      router.get("/slow") { _, _ in
        await gate.wait()
        return "1"
      }
      router.get("/next") { _, _ in
        answered.increment()
        return "2"
      }
    }) { server in
      try await server.connect().use { inbound, outbound in
        let ahead = 4000
        let text = String(repeating: "GET /next HTTP/1.1\r\nHost: x\r\n\r\n", count: ahead)
        try await outbound.write(ByteBuffer(string: "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"))
        async let sent: Void = outbound.write(ByteBuffer(string: text))
        await gate.reached()
        #expect(answered.value == 0)
        gate.open()
        var received = 0
        for try await bytes in inbound {
          received += String(buffer: bytes).split(separator: "HTTP/1.1 200 OK", omittingEmptySubsequences: true).count
          if answered.value == ahead { break }
        }
        try await sent
        #expect(received > 0)
      }
    }
  }
}

/// Handlers that wait for the test.
private final class Waiting: Sendable {
  private let continuations = Mutex<[CheckedContinuation<Void, Never>]>([])

  /// - Returns: How many there are now.
  func add(_ continuation: CheckedContinuation<Void, Never>) -> Int {
    continuations.withLock { continuations in
      continuations.append(continuation)
      return continuations.count
    }
  }

  func resumeAll() {
    for continuation in continuations.withLock({ $0 }) { continuation.resume() }
  }
}

private final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .relaxed) }

  func increment() { count.wrappingAdd(1, ordering: .relaxed) }
}
