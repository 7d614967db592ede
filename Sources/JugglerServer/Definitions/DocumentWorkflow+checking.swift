import JSON
import JSONSchema
import Juggler
import JugglerAPI
import OpenWorkflow
import OpenWorkflowRuntime

extension DocumentWorkflow {
  /// The schema of the input, where it is in the document; one that is elsewhere is checked by the run.
  var inputSchema: JSONSchema.Schema? {
    guard case .document(let schema)? = definition.input?.schema?.source else { return nil }
    return schema
  }

  /// Throws a problem that lists everything in which an input differs from the schema.
  func check(input: JSONValue) throws {
    guard let schema = inputSchema, !schema.accepts(input) else { return }
    let violations = schema.validate(input)
    let kind = Fault.Kind.validation
    throw Problem(
      ProblemDetails(
        type: kind.type, title: kind.title, status: 422,
        detail: "the input is not what \(reference) takes",
        errors: violations.map { .init(detail: $0.message, pointer: "#" + $0.instance) }))
  }
}
