import JSON

extension Descriptions {
  private static let oneRun: JSONObject = [
    "200": Operation.response("The run.", Operation.json(Operation.reference("Run")))
  ]
  private static let acceptedRun: JSONObject = [
    "202": Operation.response("The run as it is now.", Operation.json(Operation.reference("Run")))
  ]
  private static let input = Operation.body(
    Operation.json(true), isRequired: false, "The workflow's input; without it, an empty object.")
  private static let tags = Operation.query(
    "tag", "`key=value`, any number of times.", ["type": "string", "pattern": "^[^=]+=[\\s\\S]*$"], repeats: true)
  /// What can be done with a run that an answer holds.
  private static let links = JSONObject(
    ["getRun", "listSteps", "cancelRun", "suspendRun", "resumeRun", "retryRun", "forkRun", "followRun"].map {
      ($0, ["operationId": .string($0), "parameters": ["id": "$response.body#/id"]])
    })
  static let version = Operation.query("version", "A version; without it, the latest.")

  static let start = Operation.make(
    "startRun", "Start a run", tag: "Runs",
    description: "The answer comes once the start is durable: from then on the run goes to its end, whatever happens.",
    parameters: [
      version, tags,
      Operation.query(
        "priority", "Of waiting runs those of higher priority begin first.",
        ["type": "integer", "minimum": -1_000_000, "maximum": 1_000_000]),
      Operation.query("concurrencyKey", "Runs with the same key share a concurrency limit."),
      Operation.header(
        "Idempotency-Key", "The same request with the same key again finds the run that was started first.",
        ["type": "string", "minLength": 1, "maxLength": 255]),
      Operation.header("Prefer", "`wait=SECONDS` to wait for the run's end for so long at most (RFC 7240)."),
    ],
    body: input,
    responses: [
      "200": Operation.response(
        "The run has ended within the wait.", Operation.json(Operation.reference("Run")), headers: Operation.location,
        links: links),
      "202": Operation.response(
        "The run is under way.", Operation.json(Operation.reference("Run")), headers: Operation.location, links: links),
    ], problems: [404, 413, 415, 422])

  static let listRuns = Operation.make(
    "listRuns", "List runs", tag: "Runs",
    parameters: [
      Operation.query("namespace", "Only of workflows of this namespace."),
      Operation.query("name", "Only of workflows of this name."),
      Operation.query("version", "Only of this version."),
      Operation.query("status", "Only in one of these statuses.", Operation.reference("Status"), repeats: true),
      Operation.query("parent", "Only parts of this run.", Schemas.runID), tags,
      Operation.query(
        "createdFrom", "Only those created then or later.", ["type": "string", "format": "date-time"]),
      Operation.query("createdBefore", "Only those created before.", ["type": "string", "format": "date-time"]),
      Operation.query("order", "Which come first.", ["type": "string", "enum": ["newest", "oldest"]]),
      Operation.query("payloads", "Whether inputs and outputs are wanted.", ["type": "boolean", "default": true]),
      limit, Operation.query("cursor", "`nextCursor` of the page before.", Schemas.runID),
    ],
    responses: ["200": Operation.response("A part of the list.", Operation.json(Operation.reference("RunList")))])

  static let run = Operation.make("getRun", "Get a run", tag: "Runs", responses: oneRun, problems: [404])

  static let steps = Operation.make(
    "listSteps", "List the steps of a run that have ended", tag: "Runs",
    parameters: [
      limit,
      Operation.query("cursor", "`nextCursor` of the page before.", ["type": "string", "pattern": "^[0-9]{1,18}$"]),
    ],
    responses: ["200": Operation.response("A part of the list.", Operation.json(Operation.reference("StepList")))],
    problems: [404])

  static let cancel = Operation.make(
    "cancelRun", "Cancel a run", tag: "Runs", description: "Its effects in flight are cancelled, too.",
    responses: acceptedRun, problems: [404, 409])
  static let suspend = Operation.make(
    "suspendRun", "Let a run stand still", tag: "Runs", description: "Effects in flight end and are kept.",
    responses: acceptedRun, problems: [404, 409])
  static let resume = Operation.make(
    "resumeRun", "Let a suspended run go on", tag: "Runs", responses: acceptedRun, problems: [404, 409])
  static let retry = Operation.make(
    "retryRun", "Let a run that failed go on from where it failed", tag: "Runs", responses: acceptedRun,
    problems: [404, 409])
  static let fork = Operation.make(
    "forkRun", "Start a run that has done what another one did", tag: "Runs",
    body: Operation.body(Operation.json(Operation.reference("ForkRequest")), isRequired: false),
    responses: [
      "202": Operation.response(
        "The new run.", Operation.json(Operation.reference("Run")), headers: Operation.location, links: links)
    ], problems: [404, 409, 413, 415, 422])

  static let call = call("callWorkflow", "Run a workflow and get its output", input: input, output: true)

  /// - Parameters:
  ///   - input: the Request Body Object.
  ///   - output: the schema of the output.
  static func call(
    _ id: String, _ summary: String, tag: String = "Calls", input: JSONValue, output: JSONValue
  )
    -> JSONValue
  {
    Operation.make(
      id, summary, tag: tag,
      description:
        "The answer is the output itself; an array can be had as lines, too. A fault is answered with its status. A "
        + "client that hangs up cancels the run.",
      parameters: [version], body: input,
      responses: [
        "200": Operation.response(
          "The output.", [MediaTypes.json: ["schema": output], MediaTypes.ndjson: ["schema": ["type": "string"]]]),
        "default": Operation.response(
          "The fault that ended the run.", [MediaTypes.problem: ["schema": Operation.reference("Problem")]]),
      ], problems: [404, 406, 413, 415, 422])
  }
}
