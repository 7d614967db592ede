import HTTPTypes
import JSON
import Testing

@testable import JugglerServer

@Suite struct ProblemTests {
  @Test func anUnknownPathIsNotFound() async throws {
    try await TestAPI.run { api in
      for path in ["/", "/api", "/api/v1/nothing", "/api/v1/runs/1/2/3", "/%ff", "//"] {
        let answer = try await api.send(.get, path)
        #expect(answer.status == .notFound, "\(path)")
        #expect(answer.isProblem)
      }
    }
  }

  @Test func anotherMethodIsNamedWithThoseThatThereAre() async throws {
    try await TestAPI.run { api in
      let answer = try await api.send(.delete, "/api/v1/runs")
      #expect(answer.status == .methodNotAllowed)
      #expect(answer.headers[.allow] == "GET, HEAD")
      #expect(answer.isProblem)
      let other = try await api.send(.patch, "/api/v1/workflows/a/b/1.0.0", [:])
      #expect(other.headers[.allow] == "PUT, GET, DELETE, HEAD")
      try await #expect(api.send(.get, "/api/v1/workflows/a/b/runs").headers[.allow] == "POST")
    }
  }

  @Test func aMistakeInJSONIsPlaced() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      let answer = try await api.send(
        .post, "/call/test/double", text: "{\n \"n\": 1,,\n}", headers: [.contentType: "application/json"])
      #expect(answer.status == .badRequest)
      #expect(answer.isProblem)
      #expect(answer.json["errors"]?[0]?["line"] == 2)
      #expect(answer.json["errors"]?[0]?["column"] == 9)
    }
  }

  @Test func anotherMediaTypeIsRefused() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      for type in ["text/plain", "application/xml", "multipart/form-data; boundary=x", "nonsense"] {
        let answer = try await api.send(.post, "/call/test/double", text: "1", headers: [.contentType: type])
        #expect(answer.status == .unsupportedMediaType, "\(type)")
        #expect(answer.headers[.accept] == "application/json")
      }
      let other = try await api.send(
        .post, "/call/test/double", text: #"{"n": 4}"#, headers: [.contentType: "application/vnd.x+json; charset=utf-8"]
      )
      #expect(other.json == ["twice": 8])
    }
  }

  @Test func whatIsNestedTooDeeplyIsRefused() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      let deep = String(repeating: "[", count: 200_000)
      try await #expect(api.send(.post, "/call/test/double", text: deep).status == .badRequest)
    }
  }

  @Test func aBodyBeyondTheLimitIsRefused() async throws {
    try await TestAPI.run(options: .init(bodyLimit: 100)) { api in
      let long = "\"" + String(repeating: "x", count: 200) + "\""
      try await api.deploy("a: 1", as: "test/double/1.0.0")
      let answer = try await api.send(.put, "/api/v1/workflows/a/b/1.0.0", text: long)
      #expect(answer.status == .contentTooLarge)
      #expect(answer.isProblem)
    }
  }

  @Test func anErrorThatNobodyExpectedSaysNothingButItsRequest() async throws {
    struct Secret: Error { var password = "hunter2" }
    let broken = Endpoint(.get, "/broken", scope: nil, description: [:], handler: { _, _ in throw Secret() })
    try await TestAPI.run(extra: [broken]) { api in
      let answer = try await api.send(.get, "/broken")
      #expect(answer.status == .internalServerError)
      #expect(answer.isProblem)
      #expect(!answer.text.contains("hunter2"))
    }
  }

  @Test func authorizationIsAskedForEachScope() async throws {
    let admission = Admission { _, _, access in
      if access != .scope(.read) { throw Problem(.forbidden, "needs \(access)") }
      return .local
    }
    try await TestAPI.run(admission: admission) { api in
      try await #expect(api.send(.get, "/api/v1/runs").status == .ok)
      try await #expect(api.deploy(Documents.double, as: "test/double/1.0.0").status == .forbidden)
      try await #expect(api.send(.post, "/call/test/double", [:]).isProblem)
    }
  }
}
