internal import JSON
internal import Juggler

/// Arguments that shell and script have in common.
struct ProcessArguments: Sendable {
  enum Values: Sendable {
    /// In order, as text.
    case positional([String])
    case named(JSONObject)
  }

  var values: Values
  var input: [UInt8]
  var environment: [String: String?]
  var output: ProcessReturn

  init(_ arguments: JSONObject) throws {
    switch arguments["arguments"] {
    case nil, .null: values = .positional([])
    case .array(let elements): values = .positional(elements.map(\.text))
    case .object(let members): values = .named(members)
    case .some(let other): throw Fault.invalidArgument("arguments", expected: "a list or a map", found: other)
    }
    switch arguments["stdin"] {
    case nil, .null: input = []
    case .some(let value): input = Array(value.text.utf8)
    }
    switch arguments["environment"] {
    case nil, .null: environment = [:]
    case .object(let members):
      environment = Dictionary(
        members.map { ($0.key, $0.value.isNull ? nil : $0.value.text) }, uniquingKeysWith: { $1 })
    case .some(let other): throw Fault.invalidArgument("environment", expected: "a map", found: other)
    }
    output = try ProcessReturn(argument: arguments["return"])
  }
}
