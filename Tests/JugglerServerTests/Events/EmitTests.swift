import HTTPTypes
import JSON
import Juggler
import JugglerAPI
import Testing

@testable import JugglerServer

@Suite struct EmittedEventTests {
  @Test func whatARunEmitsIsPublished() async throws {
    let store = InMemoryStore()
    try await TestAPI.run(store: store) { api in
      try await api.deploy(Documents.emitter, as: "test/emitter/1.0.0")
      let events = try await api.following("/api/v1/events?type=told") {
        try await api.send(.post, "/call/test/emitter", ["n": 1])
        try await api.send(.post, "/call/test/emitter", ["n": 2])
      }
      #expect(events.map { $0.event.data?["n"] } == [1, 2])
      #expect(events.map(\.id) == events.map(\.id).filter { $0 != nil })
      #expect(store.events(after: 0, limit: 9).map(\.body) == events.map(\.event.json))
    }
  }
}

extension Documents {
  static let emitter =
    head("emitter") + """
      do:
        - tell:
            emit:
              event:
                with: {source: /kitchen, type: told, data: {n: '${ .n }'}}

      """
}
