import Hummingbird
import JugglerServer
import NIOCore
import ServiceLifecycle
import Testing

@Suite struct LifeTests {
  @Test func cancelsTheHandlerWhenTheClientHangsUp() async throws {
    let started = Gate()
    let cancelled = Gate()
    try await withServer(routes: { router in
      router.get("/wait") { _, _ in
        started.arrive()
        let (never, continuation) = AsyncStream<Void>.makeStream()
        for await _ in never {}
        if Task.isCancelled { cancelled.arrive() }
        withExtendedLifetime(continuation) {}
        return "late"
      }
    }) { server in
      try await server.connect().use { _, outbound in
        try await outbound.write(ByteBuffer(string: "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"))
        await started.reached()
      }
      await cancelled.reached()
      #expect(server.server.load.requests == 0)
    }
  }

  @Test func endsEventStreamsOnAGracefulShutdownAndAnswersWhatIsInHand() async throws {
    let slow = Gate()
    try await withServer(routes: { router in
      router.get("/slow") { _, _ in
        await slow.wait()
        return "done"
      }
      router.get("/events") { _, _ in
        Response(
          status: .ok, headers: [.contentType: "text/event-stream"],
          body: ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "data: 1\n\n"))
            let (never, continuation) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            withExtendedLifetime(continuation) {}
            try await writer.finish(nil)
          })
      }
    }) { server in
      let events = try await server.connect()
      async let answer = server.connect().exchange("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
      try await events.use { inbound, outbound in
        try await outbound.write(ByteBuffer(string: "GET /events HTTP/1.1\r\nHost: x\r\n\r\n"))
        var received = inbound.makeAsyncIterator()
        let first = try await received.next().map { String(buffer: $0) }
        #expect(first?.hasSuffix("9\r\ndata: 1\n\n\r\n") == true)
        await slow.reached()
        await server.services.triggerGracefulShutdown()
        var rest = ""
        while let bytes = try await received.next() { rest += String(buffer: bytes) }
        #expect(rest == "0\r\n\r\n")
      }
      slow.open()
      let text = try await answer
      #expect(text.hasSuffix("done"))
      #expect(text.contains("Connection: close\r\n"))
    }
  }

  @Test func cutsOffWhatIsNotAnsweredWithinTheDrain() async throws {
    let started = Gate()
    try await withServer(
      drainTimeout: .milliseconds(10),
      routes: { router in
        router.get("/wait") { _, _ in
          started.arrive()
          let (never, continuation) = AsyncStream<Void>.makeStream()
          for await _ in never {}
          withExtendedLifetime(continuation) {}
          return "late"
        }
      }
    ) { server in
      async let answer = server.connect().exchange("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
      await started.reached()
      await server.services.triggerGracefulShutdown()
      let text = try await answer
      #expect(text == "")
    }
  }

  @Test func readsNoFasterThanTheHandler() async throws {
    let gate = Gate()
    try await withServer(routes: { router in
      router.post("/count") { request, _ in
        var count = 0
        await gate.wait()
        for try await bytes in request.body { count += bytes.readableBytes }
        return "\(count)"
      }
    }) { server in
      let size = 12 << 20
      try await server.connect().use { inbound, outbound in
        try await outbound.write(
          ByteBuffer(string: "POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\nConnection: close\r\n\r\n"))
        async let sent: Void = outbound.write(ByteBuffer(repeating: 65, count: size))
        await gate.reached()
        #expect(server.server.load.bufferedBytes < 1 << 20)
        gate.open()
        try await sent
        var answer = ""
        for try await bytes in inbound { answer += String(buffer: bytes) }
        #expect(answer.hasSuffix("\(size)"))
      }
    }
  }
}
