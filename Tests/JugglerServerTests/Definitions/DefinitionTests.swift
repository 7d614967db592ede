import HTTPTypes
import JSON
import Juggler
import JugglerAPI
import Testing

@testable import JugglerServer

@Suite struct DefinitionTests {
  @Test func isDeployedOnce() async throws {
    try await TestAPI.run { api in
      let first = try await api.deploy(Documents.double, as: "test/double/1.0.0")
      #expect(first.status == .created)
      #expect(first.headers[.location] == "/api/v1/workflows/test/double/1.0.0")
      let deployed = try DeployedWorkflow(json: first.json)
      #expect(deployed.isLatest)
      #expect(deployed.mediaType == "application/yaml")
      try await #expect(api.deploy(Documents.double, as: "test/double/1.0.0").status == .ok)
      let commented = "# the same\n" + Documents.double
      try await #expect(api.deploy(commented, as: "test/double/1.0.0").status == .ok)
      let changed = Documents.double.replacing("* 2", with: "* 3")
      let conflict = try await api.deploy(changed, as: "test/double/1.0.0")
      #expect(conflict.status == .conflict)
      #expect(conflict.isProblem)
      try await #expect(api.send(.post, "/call/test/double", ["n": 1]).json == ["twice": 2])
    }
  }

  @Test func everyMistakeIsReportedWithItsPlace() async throws {
    try await TestAPI.run { api in
      let broken = Documents.head("broken") + "do:\n  - a:\n      set: {x: '${ .[ }'}\n  - b:\n      cal: http\n"
      let answer = try await api.deploy(broken, as: "test/broken/1.0.0")
      #expect(answer.status == .unprocessableContent)
      let problem = try ProblemDetails(json: answer.json)
      #expect(problem.errors.count == 2)
      #expect(problem.errors.map(\.line) == [4, 6])
      #expect(problem.errors.map(\.pointer) == ["#/do/0/a/set/x", "#/do/1/b/cal"])
      #expect(problem.errors.allSatisfy { $0.column ?? 0 > 0 && !$0.detail.isEmpty })
      try await #expect(api.send(.get, "/api/v1/workflows/test/broken/1.0.0").status == .notFound)
    }
  }

  @Test func thePathNamesTheDocument() async throws {
    try await TestAPI.run { api in
      for path in ["test/double/1.0.1", "test/triple/1.0.0", "other/double/1.0.0"] {
        let answer = try await api.deploy(Documents.double, as: path)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.json["detail"]?.stringValue?.contains("test/double:1.0.0") == true)
      }
    }
  }

  @Test func otherTypesAreRefusedAndNoneIsGuessed() async throws {
    try await TestAPI.run { api in
      let path = "test/double/1.0.0"
      try await #expect(api.deploy(Documents.double, as: path, type: "text/html").status == .unsupportedMediaType)
      try await #expect(api.deploy("{", as: path, type: "application/json").status == .unprocessableContent)
      try await #expect(api.deploy(Documents.double, as: path, type: nil).status == .created)
    }
  }

  @Test func isHadAsItWasStoredOrAsAskedFor() async throws {
    try await TestAPI.run { api in
      let path = "/api/v1/workflows/test/double/1.0.0"
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      let stored = try await api.send(.get, path)
      #expect(stored.text == Documents.double)
      #expect(stored.headers[.contentType] == "application/yaml")
      let json = try await api.send(.get, path, headers: [.accept: "text/html, application/json;q=0.9, */*;q=0.1"])
      #expect(json.headers[.contentType] == "application/json")
      #expect(json.json["document"]?["name"] == "double")
      try await #expect(api.send(.get, path, headers: [.accept: "text/html"]).status == .notAcceptable)
      try await #expect(api.send(.get, path, headers: [.accept: "application/*"]).text == Documents.double)
      try await #expect(api.send(.head, path).status == .ok)
    }
  }

  @Test func aJSONDocumentIsYAMLToo() async throws {
    try await TestAPI.run { api in
      let text = #"""
        {"document":{"dsl":"1.0.3","namespace":"test","name":"j","version":"1.0.0"},"do":[{"a":{"set":{"x":1}}}]}
        """#
      try await #expect(api.deploy(text, as: "test/j/1.0.0", type: nil).status == .created)
      let path = "/api/v1/workflows/test/j/1.0.0"
      try await #expect(api.send(.get, path).headers[.contentType] == "application/json")
      let yaml = try await api.send(.get, path, headers: [.accept: "application/yaml"])
      #expect(yaml.text == text)
      #expect(yaml.headers[.contentType] == "application/yaml")
    }
  }

  @Test func theLatestVersionIsCalledUnlessOneIsNamed() async throws {
    try await TestAPI.run { api in
      for version in ["1.9.0", "1.10.0", "2.0.0-rc.1", "1.2.0"] {
        try await api.deploy(Documents.constant("'\(version)'", version), as: "test/constant/\(version)")
      }
      try await #expect(api.send(.post, "/call/test/constant").json == ["is": "1.10.0"])
      try await #expect(api.send(.post, "/call/test/constant?version=2.0.0-rc.1").json == ["is": "2.0.0-rc.1"])
      try await #expect(api.send(.post, "/call/test/constant?version=3.0.0").status == .notFound)
      let list = try ItemList<DeployedWorkflow>(json: try await api.send(.get, "/api/v1/workflows").json)
      #expect(list.items.map(\.workflow.version) == ["2.0.0-rc.1", "1.2.0", "1.9.0", "1.10.0"])
      #expect(list.items.filter(\.isLatest).map(\.workflow.version) == ["1.10.0"])
      let page = try await api.send(.get, "/api/v1/workflows?limit=3&namespace=test")
      #expect(page.json["nextCursor"] == "3")
      try await #expect(api.send(.get, "/api/v1/workflows?limit=3&cursor=3").json["items"]?.arrayValue?.count == 1)
      try await #expect(api.send(.get, "/api/v1/workflows?cursor=999999999999").json["items"] == [])
    }
  }

  @Test func isDeletedUnlessRunsGoByIt() async throws {
    try await TestAPI.run { api in
      let path = "/api/v1/workflows/test/sleeper/1.0.0"
      try await api.deploy(Documents.sleeper, as: "test/sleeper/1.0.0")
      let run = try await api.send(.post, "/api/v1/workflows/test/sleeper/runs")
      try await #expect(api.send(.delete, path).status == .conflict)
      let id = try #require(run.json["id"]?.stringValue)
      try await #expect(api.send(.post, "/api/v1/runs/\(id)/cancel").status == .accepted)
      _ = try? await api.engine.handle(of: #require(RunID(id))).outcome()
      try await #expect(api.send(.delete, path).status == .noContent)
      try await #expect(api.send(.delete, path).status == .notFound)
      try await #expect(api.send(.post, "/call/test/sleeper").status == .notFound)
    }
  }

  @Test func isServedAgainAfterARestart() async throws {
    let store = InMemoryStore()
    try await TestAPI.run(store: store) { try await $0.deploy(Documents.double, as: "test/double/1.0.0") }
    try await TestAPI.run(store: store) { api in
      try await #expect(api.send(.post, "/call/test/double", ["n": 21]).json == ["twice": 42])
      try await #expect(api.deploy(Documents.double + "# x", as: "test/double/1.0.0").status == .ok)
    }
  }

  @Test func isDeletedAlsoWhenTheStoreHasLostIt() async throws {
    let store = InMemoryStore()
    try await TestAPI.run(store: store) { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      #expect(try store.removeDefinition(digest: #require(api.catalog.all.first).stored.digest))
      try await #expect(api.send(.delete, "/api/v1/workflows/test/double/1.0.0").status == .noContent)
    }
  }
}
