import HTTPTypes
import JSON
import Juggler
import Testing

@testable import JugglerServer

@Suite struct CallTests {
  @Test func theAnswerIsTheOutputItself() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      let answer = try await api.send(.post, "/call/test/double", ["n": 21])
      #expect(answer.status == .ok)
      #expect(answer.headers[.contentType] == "application/json")
      #expect(answer.text == #"{"twice":42}"#)
    }
  }

  @Test func aFaultIsAnsweredWithItsStatus() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.teapot, as: "test/teapot/1.0.0")
      let answer = try await api.send(.post, "/call/test/teapot")
      #expect(answer.status.code == 418)
      #expect(answer.isProblem)
      #expect(answer.json["type"] == "https://example.com/teapot")
      #expect(answer.json["detail"] == "short and stout")
      #expect(answer.json["instance"] == "/do/0/pour")
    }
  }

  @Test func aRequestThatIsCancelledCancelsItsRun() async throws {
    let store = InMemoryStore()
    try await TestAPI.run(store: store) { api in
      try await api.deploy(Documents.sleeper, as: "test/sleeper/1.0.0")
      try await withThrowingTaskGroup { group in
        group.addTask { _ = try? await api.send(.post, "/call/test/sleeper") }
        try await until { store.runCounts().values.reduce(0, +) == 1 }
        group.cancelAll()
      }
      try await until { store.runCounts()[.cancelled] == 1 }
    }
  }

  /// They are written on the CPU pool, whether as a whole or as elements, and in the details of a run.
  @Test func largeValuesAreAnsweredWhole() async throws {
    let long = JSONValue.string(String(repeating: "ä\"x", count: 40_000))
    let deep = JSONValue.array((0..<20_000).map { ["n": .integer($0), "t": "something that is no short text"] })
    try await TestAPI.run { api in
      try await api.deploy(Documents.echo, as: "test/echo/1.0.0")
      for value in [["v": long], ["v": deep], [long, long], ["a": ["b": deep, "c": long]]] as [JSONValue] {
        let answer = try await api.send(.post, "/call/test/echo", value)
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "application/json")
        #expect(answer.json == value)
        let lines = try await api.send(
          .post, "/call/test/echo", value, headers: [.accept: "application/x-ndjson"])
        let elements = value.arrayValue ?? [value]
        #expect(try lines.text.split(separator: "\n").map { try JSONValue(parsing: String($0)) } == elements)
        let run = try await api.send(
          .post, "/api/v1/workflows/test/echo/runs", value, headers: [.prefer: "wait=20"])
        #expect(run.status == .ok)
        #expect(run.json["output"] == value)
        let shown = try await api.send(.get, "/api/v1/runs/\(run.json["id"]?.stringValue ?? "")")
        #expect(shown.json["input"] == value)
      }
    }
  }

  @Test func aLongArrayIsWrittenInPieces() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.range, as: "test/range/1.0.0")
      for count in [0, 1, 999, 1000, 20_000] as [Int64] {
        let whole = JSONValue.array((0..<count).map { ["n": .integer($0)] })
        let answer = try await api.send(.post, "/call/test/range", ["count": .integer(count)])
        #expect(answer.json == whole)
        #expect(answer.headers[.contentType] == "application/json")
        let lines = try await api.send(
          .post, "/call/test/range", ["count": .integer(count)], headers: [.accept: "application/x-ndjson"])
        #expect(lines.headers[.contentType] == "application/x-ndjson")
        #expect(try lines.text.split(separator: "\n").map { try JSONValue(parsing: String($0)) } == whole.arrayValue)
      }
      try await #expect(
        api.send(.post, "/call/test/range", ["count": 1], headers: [.accept: "text/csv"]).status == .notAcceptable)
    }
  }
}
