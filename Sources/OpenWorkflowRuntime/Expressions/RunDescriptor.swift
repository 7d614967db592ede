import JSON
import Juggler

/// `$workflow`, whose object is built only when an expression asks for it.
struct RunDescriptor: Sendable {
  let id: RunID
  /// The definition as written.
  let definition: JSONValue
  /// The raw input.
  let input: JSONValue
  let startedAt: Timestamp

  var json: JSONValue {
    ["id": .string(id.description), "definition": definition, "input": input, "startedAt": startedAt.descriptor]
  }
}
