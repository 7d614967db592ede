import JSON
import Juggler
import OpenWorkflow

/// `$task`, whose object is built only when an expression asks for it.
struct TaskDescriptor: Sendable {
  let site: Site
  /// The raw input.
  let input: JSONValue
  /// The raw output.
  var output: JSONValue?
  let startedAt: Timestamp
  /// Whether the definition's own members are visible beside the descriptor's, as an extension's `when` expects.
  var exposesDefinition = false

  var json: JSONValue {
    let definition = site.definition.source
    var object = exposesDefinition ? definition.objectValue ?? [:] : [:]
    object["name"] = .string(site.name)
    object["reference"] = .string(site.reference)
    object["definition"] = definition
    object["input"] = input
    if let output { object["output"] = output }
    object["startedAt"] = startedAt.descriptor
    return .object(object)
  }
}

extension Timestamp {
  /// The specification's date-time descriptor.
  var descriptor: JSONValue {
    [
      "iso8601": .string(rfc3339),
      "epoch": [
        "seconds": .integer(nanoseconds / 1_000_000_000),
        "milliseconds": .integer(nanoseconds / 1_000_000),
      ],
    ]
  }
}
