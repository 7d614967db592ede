import JSON

/// Builds OpenAPI 3.1 Operation Objects.
enum Operation {
  /// - Parameters:
  ///   - id: unique among all operations: clients are generated with this name.
  ///   - parameters: of query and header; those of the path are added by its name.
  ///   - problems: the statuses of the errors that only this operation has; those that all have are added.
  static func make(
    _ id: String, _ summary: String, tag: String, description: String? = nil, parameters: [JSONValue] = [],
    body: JSONValue? = nil, responses: JSONObject, problems: [Int] = []
  ) -> JSONValue {
    var operation: JSONObject = ["operationId": .string(id), "summary": .string(summary), "tags": [.string(tag)]]
    if let description { operation["description"] = .string(description) }
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    if let body { operation["requestBody"] = body }
    var all = responses
    for status in problems { all[String(status)] = problem(status) }
    operation["responses"] = .object(all)
    return .object(operation)
  }

  static func query(
    _ name: String, _ description: String, _ schema: JSONValue = ["type": "string"], repeats: Bool = false
  ) -> JSONValue {
    let schema: JSONValue = repeats ? ["type": "array", "items": schema] : schema
    return ["name": .string(name), "in": "query", "description": .string(description), "schema": schema]
  }

  static func header(
    _ name: String, _ description: String, _ schema: JSONValue = ["type": "string"]
  ) -> JSONValue {
    ["name": .string(name), "in": "header", "description": .string(description), "schema": schema]
  }

  static func body(_ content: JSONObject, isRequired: Bool = true, _ description: String? = nil) -> JSONValue {
    var body: JSONObject = ["content": .object(content), "required": .bool(isRequired)]
    if let description { body["description"] = .string(description) }
    return .object(body)
  }

  static func json(_ schema: JSONValue) -> JSONObject { [MediaTypes.json: ["schema": schema]] }

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

  static func response(
    _ description: String, _ content: JSONObject = [:], headers: JSONObject = [:], links: JSONObject = [:]
  )
    -> JSONValue
  {
    var response: JSONObject = ["description": .string(description)]
    if !headers.isEmpty { response["headers"] = .object(headers) }
    if !content.isEmpty { response["content"] = .object(content) }
    if !links.isEmpty { response["links"] = .object(links) }
    return .object(response)
  }

  static let location: JSONObject = [
    "Location": ["description": "Where to find it.", "schema": ["type": "string"]]
  ]

  static func problem(_ status: Int) -> JSONValue {
    response(problems[status] ?? "A problem.", [MediaTypes.problem: ["schema": reference("Problem")]])
  }

  /// Those of every operation.
  static let commonProblems = [400, 500, 503]

  private static let problems: [Int: String] = [
    400: "The request makes no sense: `detail` says where.",
    401: "Nobody known asks: send an API key or a token.",
    403: "Whoever asks may not do this.",
    404: "There is no such thing.",
    406: "It cannot be had in a form that `Accept` names.",
    409: "What is asked for does not go with how things are.",
    413: "The body is too large.",
    415: "The body is of a type that is not taken.",
    422: "The body is well-formed, but not what is expected: `errors` lists each mistake with its place.",
    429: "Too many requests: `Retry-After` says when to come back.",
    500: "Something went wrong in the server.",
    503: "The server cannot do this now: `Retry-After` says when to come back.",
  ]
}
