import JSON
import Juggler
import OpenWorkflow
import OpenWorkflowRuntime

/// What the OpenAPI document says of a workflow as an endpoint.
struct WorkflowOperation {
  let path: String
  let operation: JSONObject
  /// The schemas of its input and output, for the components.
  let schemas: JSONObject

  init(_ deployment: Deployment) {
    let reference = deployment.reference
    let definition = deployment.workflow.definition
    path = "/call/\(reference.namespace)/\(reference.name)"
    var schemas = JSONObject()
    func component(_ kind: String) -> JSONValue {
      guard let schema = definition.source[kind]?["schema"]?["document"], schema.kind == .object else { return true }
      let name = "\(reference.namespace).\(reference.name).\(kind)"
      schemas[name] = schema.embedded(in: "#/components/schemas/\(name)")
      return Operation.reference(name)
    }
    let (input, output) = (component("input"), component("output"))
    let body = Operation.body(
      Operation.json(input), isRequired: schemas.contains(key: "\(reference.namespace).\(reference.name).input"))
    var operation =
      Descriptions.call(
        "call_\(reference.namespace)_\(reference.name)", definition.document.title ?? "Call \(reference.name)",
        tag: reference.namespace, input: body, output: output
      ).objectValue ?? [:]
    if let summary = definition.document.summary {
      operation["description"] = .string(summary + "\n\n" + (operation["description"]?.stringValue ?? ""))
    }
    self.operation = operation
    self.schemas = schemas
  }
}

extension JSONValue {
  /// A schema document as a part of another document: its references to itself lead to that place.
  fileprivate func embedded(in place: String) -> JSONValue {
    guard case .object(var root) = relocated(to: place) else { return self }
    root.removeValue(forKey: "$id")
    root.removeValue(forKey: "$schema")
    return .object(root)
  }

  private func relocated(to place: String) -> JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map { $0.relocated(to: place) })
    case .object(let members):
      var result = JSONObject(minimumCapacity: members.count)
      for (name, value) in members {
        if name == "$ref", case .string(let target) = value, target == "#" || target.hasPrefix("#/") {
          result[name] = .string(place + target.dropFirst())
        } else {
          result[name] = value.relocated(to: place)
        }
      }
      return .object(result)
    default: return self
    }
  }
}
