import JSON
import JugglerAPI
import JugglerClient
import JugglerTesting
import Testing

/// What the client does when the connection, or the server, is not well.
@Suite struct ConnectionTests {
  private func client(_ upstream: LoopbackUpstream, _ credentials: WorkflowClient.Credentials? = nil) -> WorkflowClient
  {
    WorkflowClient(upstream.url, credentials: credentials, configuration: .init(clock: ImpatientClock()))
  }

  private static let run: JSONValue = [
    "id": "r", "workflow": ["namespace": "n", "name": "w", "version": "1.0.0"], "status": "running",
    "createdAt": "2026-01-01T00:00:00.000Z",
  ]

  private static func event(_ id: String, _ number: Int) -> String {
    "id: \(id)\ndata: {\"specversion\":\"1.0\",\"id\":\"\(number)\",\"source\":\"/s\",\"type\":\"t\"}\n\n"
  }

  @Test func whatIsSafeToRepeatIsRepeated() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/api/v1/runs/r", .disconnect, .status(503), .json(Self.run))
      let run = try await client(upstream).run("r")
      #expect(run.id == "r")
      #expect(upstream.requests.count == 3)
    }
  }

  @Test func aStartIsRepeatedOnlyWithAKey() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("POST", "/api/v1/workflows/n/w/runs") { $0.index % 2 == 0 ? .disconnect : .json(Self.run) }
      let error = await #expect(throws: ClientError.self) { try await client(upstream).start("n/w") }
      #expect(error?.code == .unreachable)
      _ = try await client(upstream).start("n/w")
      _ = try await client(upstream).start("n/w", options: .init(idempotencyKey: "k"))
      #expect(upstream.requests.map { $0.header("idempotency-key") } == [nil, nil, "k", "k"])
    }
  }

  @Test func credentialsAreShown() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/api/v1/runs/r", .json(Self.run))
      _ = try await client(upstream, .apiKey("secret")).run("r")
      _ = try await client(upstream, .bearer("token")).run("r")
      #expect(upstream.requests[0].header("x-api-key") == "secret")
      #expect(upstream.requests[1].header("authorization") == "Bearer token")
    }
  }

  @Test func anAnswerThatIsNoneOfAServersSaysSo() async throws {
    try await withLoopbackUpstream { upstream in
      upstream.route("GET", "/api/v1/runs/r", .text("<html>"))
      let error = await #expect(throws: ClientError.self) { try await client(upstream).run("r") }
      #expect(error?.code == .unexpectedAnswer)
    }
    let nobody = WorkflowClient("http://127.0.0.1:1", configuration: .init(retries: 0))
    let error = await #expect(throws: ClientError.self) { try await nobody.run("r") }
    #expect(error?.code == .unreachable)
  }

  @Test func aStreamThatBreaksGoesOnWhereItWas() async throws {
    try await withLoopbackUpstream { upstream in
      let first = Self.event("1-0", 1) + Self.event("2-0", 2) + Self.event("3-0", 3)
      let cut = Self.event("1-0", 1).utf8.count + Self.event("2-0", 2).utf8.count + 10
      let second = ":\n\n" + Self.event("3-0", 3)
      upstream.route(
        "GET", "/api/v1/runs/r/events",
        .bytes(Array(first.utf8), contentType: "text/event-stream").truncated(after: cut),
        .status(503), .bytes(Array(second.utf8), contentType: "text/event-stream"), .status(204))
      var ids: [String] = []
      for try await event in client(upstream).events(of: "r") { ids.append(event.id) }
      #expect(ids == ["1", "2", "3"])
      #expect(upstream.requests.map { $0.header("last-event-id") } == [nil, "2-0", "2-0", "3-0"])
    }
  }

  @Test func aStreamThatIsRefusedThrows() async throws {
    try await withLoopbackUpstream { upstream in
      let problem: JSONValue = ["type": "about:blank", "status": 403, "title": "Forbidden"]
      upstream.route("GET", "/api/v1/events", .json(problem, status: 403))
      let error = await #expect(throws: ProblemDetails.self) {
        for try await _ in client(upstream).events() {}
      }
      #expect(error?.status == 403)
    }
  }
}
