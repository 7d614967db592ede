import HTTPTypes
import HummingbirdCore
import JSON
import Testing

@testable import JugglerServer

@Suite struct OpenAPITests {
  @Test func describesEveryEndpointOfTheTable() async throws {
    try await TestAPI.run { api in
      let endpoints = api.service.endpoints
      let document = OpenAPIDocument.make(endpoints, [])
      var ids: Set<String> = []
      for endpoint in endpoints {
        let operation = document["paths"]?[endpoint.path]?[endpoint.method.rawValue.lowercased()]
        let id = try #require(operation?["operationId"]?.stringValue, "\(endpoint.method) \(endpoint.path)")
        #expect(ids.insert(id).inserted, "\(id) twice")
        #expect(operation?["summary"] != nil)
        #expect(operation?["responses"]?["500"] != nil)
        let inPath = endpoint.path.split(separator: "/").count { $0.first == "{" }
        #expect((operation?["parameters"]?.arrayValue ?? []).count { $0["in"] == "path" } == inPath)
        #expect((operation?["responses"]?["401"] != nil) == (endpoint.scope != nil))
      }
    }
  }

  @Test func everyReferenceLeadsSomewhere() async throws {
    try await TestAPI.run { api in
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      try await api.deploy(Documents.recursive, as: "test/recursive/1.0.0")
      let document = OpenAPIDocument.make(api.service.endpoints, api.catalog.latest)
      func check(_ value: JSONValue) throws {
        switch value {
        case .array(let elements): for element in elements { try check(element) }
        case .object(let members):
          if case .string(let target)? = members["$ref"] {
            let pointer = try JSONPointer(parsing: String(target.dropFirst()))
            #expect(document[pointer] != nil, "\(target)")
          }
          for (_, member) in members { try check(member) }
        default: break
        }
      }
      try check(document)
    }
  }

  @Test func describesDeployedWorkflowsByTheirSchemas() async throws {
    try await TestAPI.run { api in
      let endpoint = api.service.openAPIEndpoint(describing: api.service.endpoints)
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      let response = OpenAPIDocument.make(api.service.endpoints + [endpoint], api.catalog.latest)
      let operation = response["paths"]?["/call/test/double"]?["post"]
      #expect(
        operation?["requestBody"]?["content"]?["application/json"]?["schema"]?["$ref"]
          == "#/components/schemas/test.double.input")
      #expect(
        response["components"]?["schemas"]?["test.double.input"]?["properties"]?["n"]
          == ["type": "integer", "maximum": 1000])
      #expect(operation?["responses"]?["200"] != nil)
      #expect(response["paths"]?["/openapi.json"]?["get"] != nil)
    }
  }

  @Test func isServedAndFollowsWhatIsDeployed() async throws {
    let extra = Endpoint(.get, "/health", scope: nil, description: ["operationId": "health", "responses": [:]]) {
      _, _ in .init(status: .ok)
    }
    try await TestAPI.run(extra: [extra]) { api in
      let before = try await api.send(.get, "/openapi.json")
      #expect(before.json["openapi"] == "3.1.0")
      #expect(before.json["paths"]?["/health"] != nil)
      #expect(before.json["paths"]?["/call/test/double"] == nil)
      try await api.deploy(Documents.double, as: "test/double/1.0.0")
      try await #expect(api.send(.get, "/openapi.json").json["paths"]?["/call/test/double"] != nil)
      try await api.send(.delete, "/api/v1/workflows/test/double/1.0.0")
      try await #expect(api.send(.get, "/openapi.json").json["paths"]?["/call/test/double"] == nil)
    }
  }
}
