import JSON

/// The OpenAPI Operation Objects of the endpoints.
enum Descriptions {
  static let limit = Operation.query(
    "limit", "How many items at most.", ["type": "integer", "minimum": 1, "maximum": 1000, "default": 100])

  static let listWorkflows = Operation.make(
    "listWorkflows", "List the workflows that are deployed", tag: "Workflows",
    parameters: [
      Operation.query("namespace", "Only of this namespace."), Operation.query("name", "Only of this name."), limit,
      Operation.query("cursor", "`nextCursor` of the page before.", ["type": "string", "pattern": "^[0-9]{1,18}$"]),
    ],
    responses: ["200": Operation.response("A part of the list.", Operation.json(Operation.reference("WorkflowList")))])

  static let deploy = Operation.make(
    "deployWorkflow", "Deploy a version of a workflow", tag: "Workflows",
    description:
      "A version never changes once it is stored: the same content again is no error, another content is a conflict.",
    body: Operation.body([
      MediaTypes.yaml: ["schema": ["type": "object"]], MediaTypes.json: ["schema": ["type": "object"]],
    ]),
    responses: [
      "200": Operation.response("It was there.", Operation.json(Operation.reference("Workflow"))),
      "201": Operation.response(
        "It is deployed.", Operation.json(Operation.reference("Workflow")), headers: Operation.location),
    ], problems: [409, 413, 415, 422])

  static let definition = Operation.make(
    "getWorkflow", "Get a definition as it was stored", tag: "Workflows",
    responses: [
      "200": Operation.response(
        "The definition, as JSON or YAML as `Accept` asks; without that, as its author wrote it.",
        [MediaTypes.yaml: ["schema": ["type": "object"]], MediaTypes.json: ["schema": ["type": "object"]]])
    ], problems: [404, 406])

  static let undeploy = Operation.make(
    "deleteWorkflow", "Remove a version of a workflow", tag: "Workflows",
    responses: ["204": Operation.response("It is gone.")], problems: [404, 409])
}
