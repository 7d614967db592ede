import HTTPTypes
import JSON
import Juggler
import JugglerAPI
import Testing

@testable import JugglerServer

@Suite struct PublishingTests {
  let event: JSONValue = ["specversion": "1.0", "id": "1", "source": "/shop", "type": "order", "data": ["n": 1]]

  @Test func takesStructuredEvents() async throws {
    let store = InMemoryStore()
    try await TestAPI.run(store: store) { api in
      let answer = try await api.send(
        .post, "/api/v1/events", event, headers: [.contentType: "application/cloudevents+json; charset=utf-8"])
      #expect(answer.status == .accepted)
      #expect(answer.json == ["accepted": 1])
      #expect(store.events(after: 0, limit: 10).map(\.body) == [event])
      try await api.send(.post, "/api/v1/events", event, headers: [.contentType: "application/cloudevents+json"])
      #expect(store.events(after: 0, limit: 10).count == 1)
    }
  }

  @Test func takesBatches() async throws {
    let store = InMemoryStore()
    try await TestAPI.run(store: store) { api in
      var other = event
      _ = other.withObject { $0["id"] = "2" }
      let type: HTTPFields = [.contentType: "application/cloudevents-batch+json"]
      try await #expect(api.send(.post, "/api/v1/events", [event, other], headers: type).json == ["accepted": 2])
      #expect(store.events(after: 0, limit: 10).map(\.id) == ["1", "2"])
      try await #expect(api.send(.post, "/api/v1/events", [], headers: type).json == ["accepted": 0])
      let wrong = try await api.send(.post, "/api/v1/events", [event, ["id": "3"]], headers: type)
      #expect(wrong.status == .unprocessableContent)
      #expect(wrong.json["errors"]?[0]?["pointer"] == "#/1/specversion")
      #expect(store.events(after: 0, limit: 10).count == 2)
      try await #expect(api.send(.post, "/api/v1/events", event, headers: type).status == .unprocessableContent)
    }
  }

  @Test func takesBinaryEvents() async throws {
    let store = InMemoryStore()
    try await TestAPI.run(store: store) { api in
      var headers: HTTPFields = [.ceSpecVersion: "1.0", .contentType: "application/json"]
      for (name, value) in [("id", "a%20b"), ("source", "/s"), ("type", "t"), ("comexample", "x")] {
        headers[HTTPField.Name("ce-\(name)")!] = value
      }
      try await #expect(api.send(.post, "/api/v1/events", text: #"{"n": 1}"#, headers: headers).status == .accepted)
      headers[.contentType] = "application/octet-stream"
      headers[HTTPField.Name("ce-id")!] = "2"
      try await #expect(api.send(.post, "/api/v1/events", text: "Man", headers: headers).status == .accepted)
      headers[.contentType] = "text/plain"
      headers[HTTPField.Name("ce-id")!] = "3"
      try await #expect(api.send(.post, "/api/v1/events", text: "Man", headers: headers).status == .accepted)
      let stored = store.events(after: 0, limit: 10).map(\.body)
      #expect(stored[0]["id"] == "a b")
      #expect(stored[0]["data"] == ["n": 1])
      #expect(stored[0]["comexample"] == "x")
      #expect(stored[1]["data_base64"] == "TWFu")
      #expect(stored[2]["data"] == "Man")
      #expect(stored[2]["datacontenttype"] == "text/plain")
      headers[HTTPField.Name("ce-type")!] = nil
      try await #expect(api.send(.post, "/api/v1/events", text: "Man", headers: headers).status == .badRequest)
    }
  }

  @Test func refusesWhatIsNoEvent() async throws {
    try await TestAPI.run { api in
      try await #expect(api.send(.post, "/api/v1/events", event).status == .unsupportedMediaType)
      let type: HTTPFields = [.contentType: "application/cloudevents+json"]
      for (text, status) in [("", 400), ("{", 400), ("[]", 422), ("{}", 422), ("null", 422), ("1e999999", 422)] {
        try await #expect(api.send(.post, "/api/v1/events", text: text, headers: type).status.code == status, "\(text)")
      }
    }
  }

  @Test func theyAreStreamedInTheirPlaces() async throws {
    try await TestAPI.run { api in
      let type: HTTPFields = [.contentType: "application/cloudevents+json"]
      let events = try await api.following("/api/v1/events?type=order") {
        try await api.send(.post, "/api/v1/events", event, headers: type)
      }
      #expect(events.map(\.event.json) == [event])
      #expect(events.map(\.id) == ["0-1"])
    }
  }

  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
  ])
  func base64(text: String, encoded: String) { #expect(Base64.encode(Array(text.utf8)) == encoded) }
}
