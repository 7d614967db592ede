import HTTPTypes
import JSON
import Juggler
import JugglerAPI
import JugglerTesting
import Synchronization
import Testing

@testable import JugglerServer

@Suite struct RunTests {
  @Test func isStartedAndAwaited() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      let answer = try await api.send(
        .post, "/api/v1/workflows/test/double/runs?tag=team=a&tag=x=y", ["n": 4], headers: [.prefer: "wait=5"])
      #expect(answer.status == .ok)
      #expect(answer.headers[.preferenceApplied] == "wait=5")
      let run = try Run(json: answer.json)
      #expect(run.status == .completed)
      #expect(run.output == ["twice": 8])
      #expect(run.tags == ["team": "a", "x": "y"])
      #expect(answer.headers[.location] == "/api/v1/runs/\(run.id)")
      try await #expect(api.send(.get, "/api/v1/runs/\(run.id)").json == answer.json)
    }
  }

  @Test func aWaitThatIsTooShortIsAnsweredWithTheRunUnderWay() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.sleeper, as: "test/sleeper/1.0.0")
      let answer = try await api.send(
        .post, "/api/v1/workflows/test/sleeper/runs", headers: [.prefer: "respond-async, wait=10000"])
      #expect(answer.status == .accepted)
      #expect(answer.headers[.preferenceApplied] == "wait=60")
      let run = try Run(json: answer.json)
      #expect(!run.status.isFinal)
      let end = try await api.engine.handle(of: #require(RunID(run.id))).output()
      #expect(end == ["awake": true])
    }
  }

  @Test func anInputThatDoesNotFitStartsNoRun() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      for path in ["/api/v1/workflows/test/double/runs", "/call/test/double"] {
        let answer = try await api.send(.post, path, ["n": "four"])
        #expect(answer.status == .unprocessableContent)
        #expect(answer.isProblem)
        #expect(answer.json["errors"]?[0]?["pointer"] == "#/n")
        try await #expect(api.send(.post, path, ["n": 1001]).status == .unprocessableContent)
        try await #expect(api.send(.post, path).json["errors"]?[0]?["pointer"] == "#")
      }
      try await #expect(api.send(.get, "/api/v1/runs").json["items"] == [])
    }
  }

  @Test func anIdempotencyKeyStandsForOneRun() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      let path = "/api/v1/workflows/test/double/runs"
      let first = try await api.send(.post, path, ["n": 1], headers: [.idempotencyKey: "\"a\""])
      let again = try await api.send(.post, path, ["n": 1], headers: [.idempotencyKey: "a"])
      #expect(first.json["id"] == again.json["id"])
      let other = try await api.send(.post, path, ["n": 2], headers: [.idempotencyKey: "a"])
      #expect(other.status == .unprocessableContent)
      let long = String(repeating: "k", count: 300)
      try await #expect(api.send(.post, path, ["n": 2], headers: [.idempotencyKey: long]).status == .badRequest)
      try await #expect(api.send(.get, "/api/v1/runs").json["items"]?.arrayValue?.count == 1)
    }
  }

  @Test func areListedByFilterAndPage() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      try await api.deploy(Documents.teapot, as: "test/teapot/1.0.0")
      var ids: [String] = []
      for n in 1...5 {
        try await api.time.clock.sleep(for: .milliseconds(1))
        let answer = try await api.send(
          .post, "/api/v1/workflows/test/double/runs?tag=odd=\(n % 2 == 1)", ["n": .integer(Int64(n))],
          headers: [.prefer: "wait=5"])
        ids.append(try Run(json: answer.json).id)
      }
      try await api.send(.post, "/api/v1/workflows/test/teapot/runs", headers: [.prefer: "wait=5"])
      func list(_ query: String) async throws -> ItemList<Run> {
        try ItemList(json: try await api.send(.get, "/api/v1/runs?" + query).json)
      }
      try await #expect(list("status=completed&order=oldest").items.map(\.id) == ids)
      try await #expect(list("name=double").items.map(\.id) == ids.reversed())
      try await #expect(list("status=faulted,cancelled").items.map(\.error?.status) == [418])
      try await #expect(list("tag=odd%3Dtrue").items.count == 3)
      try await #expect(list("status=suspended").items.isEmpty)
      try await #expect(list("createdFrom=2999-01-01T00:00:00Z").items.isEmpty)
      try await #expect(list("payloads=false&limit=1").items.first?.input == .null)
      var seen: [String] = []
      var query = "name=double&limit=2"
      while true {
        let page = try await list(query)
        seen += page.items.map(\.id)
        guard let cursor = page.nextCursor else { break }
        query = "name=double&limit=2&cursor=\(cursor)"
      }
      #expect(seen == ids.reversed())
    }
  }

  @Test(arguments: [
    "limit=0", "limit=1001", "limit=x", "limit=1&limit=2", "cursor=nonsense", "status=done", "parent=1", "tag=x",
    "createdFrom=yesterday", "order=up", "payloads=1", "name=%ff", "name=%2",
  ])
  func aQueryThatIsNoneIsRefused(query: String) async throws {
    try await TestAPI.run { api in
      let answer = try await api.send(.get, "/api/v1/runs?" + query)
      #expect(answer.status == .badRequest)
      #expect(answer.isProblem)
    }
  }

  @Test func idsThatAreNoneAreNotFound() async throws {
    try await TestAPI.run { api in
      let unknown = RunID().description
      for id in ["1", "x%20y", unknown, "%00", String(repeating: "a", count: 5000)] {
        try await #expect(api.send(.get, "/api/v1/runs/\(id)").status == .notFound)
        try await #expect(api.send(.get, "/api/v1/runs/\(id)/steps").status == .notFound)
        for verb in ["cancel", "suspend", "resume", "retry", "fork"] {
          try await #expect(api.send(.post, "/api/v1/runs/\(id)/\(verb)").status == .notFound, "\(verb)")
        }
      }
      try await #expect(api.send(.get, "/api/v1/runs/\(unknown)/steps?cursor=-1").status == .badRequest)
    }
  }

  @Test func isSuspendedResumedAndCancelled() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.sleeper, as: "test/sleeper/1.0.0")
      let id = try Run(json: try await api.send(.post, "/api/v1/workflows/test/sleeper/runs").json).id
      try await #expect(api.send(.post, "/api/v1/runs/\(id)/suspend").status == .accepted)
      try await until { try await api.send(.get, "/api/v1/runs/\(id)").json["status"] == "suspended" }
      try await #expect(api.send(.post, "/api/v1/runs/\(id)/resume").status == .accepted)
      try await #expect(api.send(.post, "/api/v1/runs/\(id)/cancel").status == .accepted)
      try await until { try await api.send(.get, "/api/v1/runs/\(id)").json["status"] == "cancelled" }
      let again = try await api.send(.post, "/api/v1/runs/\(id)/resume")
      #expect(again.status == .conflict)
      #expect(again.isProblem)
    }
  }

  @Test func isRetriedAndForked() async throws {
    let flaky = FlakyConnector()
    try await TestAPI.run(connectors: [flaky]) { api in
      try await api.deploy(Documents.twoCalls, as: "test/two-calls/1.0.0")
      let path = "/api/v1/workflows/test/two-calls/runs"
      let failed = try Run(json: try await api.send(.post, path, headers: [.prefer: "wait=5"]).json)
      #expect(failed.status == .faulted)
      let steps = try ItemList<Step>(json: try await api.send(.get, "/api/v1/runs/\(failed.id)/steps").json)
      #expect(steps.items.map(\.id) == ["/do/0/one", "/do/1/two"])
      #expect(steps.items.map(\.task) == ["one", "two"])
      #expect(steps.items.map(\.status) == [.completed, .faulted])
      flaky.isWell.store(true, ordering: .relaxed)
      try await #expect(api.send(.post, "/api/v1/runs/\(failed.id)/retry").status == .accepted)
      let id = try #require(RunID(failed.id))
      try await #expect(api.engine.handle(of: id).output() == "/two")
      #expect(flaky.calls.withLock { $0 } == ["/one", "/two", "/two"])

      let fork = try await api.send(.post, "/api/v1/runs/\(failed.id)/fork", ["step": "/do/1/two", "input": ["x": 1]])
      #expect(fork.status == .accepted)
      let forked = try Run(json: fork.json)
      #expect(fork.headers[.location] == "/api/v1/runs/\(forked.id)")
      #expect(forked.forkedFrom == failed.id)
      #expect(forked.input == ["x": 1])
      _ = try await api.engine.handle(of: #require(RunID(forked.id))).output()
      #expect(flaky.calls.withLock { $0 } == ["/one", "/two", "/two", "/two"])

      let unknown = try await api.send(.post, "/api/v1/runs/\(failed.id)/fork", ["step": "/do/9/x"])
      #expect(unknown.status == .unprocessableContent)
      try await #expect(api.send(.post, "/api/v1/runs/\(failed.id)/fork", ["step": 7]).status == .unprocessableContent)
    }
  }
}
