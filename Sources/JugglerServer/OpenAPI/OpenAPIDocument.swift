import HTTPTypes
import JSON
import OpenWorkflowRuntime

/// The OpenAPI 3.1 document of a table of endpoints and of the workflows that are deployed.
enum OpenAPIDocument {
  static func make(_ endpoints: [Endpoint], _ deployments: [Deployment]) -> JSONValue {
    var paths = JSONObject()
    for endpoint in endpoints { add(operation(endpoint), endpoint.method, endpoint.path, to: &paths) }
    var schemas = Schemas.all
    for deployment in deployments {
      let workflow = WorkflowOperation(deployment)
      for (name, schema) in workflow.schemas { schemas[name] = schema }
      add(secured(workflow.operation, .run), .post, workflow.path, to: &paths)
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Juggler", "version": .string(RuntimeVersion.current),
        "description": "Runs workflows: deploy them, start and follow their runs, call them as endpoints.",
      ],
      "servers": [["url": "/"]], "paths": .object(paths),
      "components": [
        "schemas": .object(schemas),
        "securitySchemes": [
          "apiKey": ["type": "apiKey", "in": "header", "name": "X-API-Key"],
          "bearer": ["type": "http", "scheme": "bearer", "description": "An API key or a JWT."],
        ],
      ],
    ]
  }

  private static func add(
    _ operation: JSONObject, _ method: HTTPRequest.Method, _ path: String, to paths: inout JSONObject
  ) {
    var item = paths[path]?.objectValue ?? [:]
    item[method.rawValue.lowercased()] = .object(operation)
    paths[path] = .object(item)
  }

  private static func operation(_ endpoint: Endpoint) -> JSONObject {
    var operation = secured(endpoint.description.objectValue ?? [:], endpoint.scope)
    let names = endpoint.path.split(separator: "/").filter { $0.first == "{" }.map { $0.dropFirst().dropLast() }
    if !names.isEmpty {
      let parameters = names.map { name -> JSONValue in
        ["name": .string(String(name)), "in": "path", "required": true, "schema": schema(ofParameter: name)]
      }
      operation["parameters"] = .array(parameters + (operation["parameters"]?.arrayValue ?? []))
    }
    return operation
  }

  /// With what the scope demands, and the answers that any operation may give.
  private static func secured(_ operation: JSONObject, _ scope: Scope?) -> JSONObject {
    var operation = operation
    var responses = operation["responses"]?.objectValue ?? [:]
    let problems = Operation.commonProblems + (scope == nil ? [] : [401, 403, 429])
    for status in problems where responses[String(status)] == nil {
      responses[String(status)] = Operation.problem(status)
    }
    operation["responses"] = .object(responses)
    if let scope {
      // Each alone suffices, and none is needed where the server asks for none.
      operation["security"] = [["apiKey": []], ["bearer": []], [:]]
      operation["x-scope"] = .string(scope.rawValue)
    }
    return operation
  }

  private static func schema(ofParameter name: Substring) -> JSONValue {
    switch name {
    case "id": Schemas.runID
    case "version": ["type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?$"]
    default: ["type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"]
    }
  }
}
