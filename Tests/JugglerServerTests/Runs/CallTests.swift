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
}
