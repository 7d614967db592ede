import JSON

extension Descriptions {
  private static let placeSchema: JSONValue = ["type": "string", "pattern": "^([0-9]{1,18}-[0-9]{1,18})?$"]
  private static let place: [JSONValue] = [
    Operation.header(
      "Last-Event-ID", "The id of the last event that was seen: what follows is sent.",
      placeSchema),
    Operation.query(
      "lastEventId", "The same, for clients that cannot set headers.",
      placeSchema),
    Operation.query("type", "Only CloudEvents of these types.", repeats: true),
  ]
  private static let stream = Operation.response(
    "Server-sent events, each of them a CloudEvent in JSON.", [MediaTypes.eventStream: [:]])

  static let runEvents = Operation.make(
    "followRun", "Follow a run", tag: "Events",
    description: "From its beginning, or from the last event that was seen, to its end.",
    parameters: place,
    responses: [
      "200": stream, "204": Operation.response("The run is over, and its last event has been seen."),
    ], problems: [404, 406])

  static let events = Operation.make(
    "followEvents", "Follow all runs and published events", tag: "Events",
    description: "From now on, or from the last event that was seen; it does not end.",
    parameters: place, responses: ["200": stream], problems: [406])

  static let publish = Operation.make(
    "publishEvents", "Publish CloudEvents", tag: "Events",
    description:
      "In structured mode, as a batch, or in binary mode: attributes as headers `ce-…`, data of any type as the body. The "
      + "answer comes once they are durable; an event whose source and id are known is left out.",
    body: Operation.body([
      MediaTypes.cloudEvent: ["schema": Operation.reference("CloudEvent")],
      MediaTypes.cloudEventBatch: [
        "schema": ["type": "array", "maxItems": 1000, "items": Operation.reference("CloudEvent")]
      ],
    ]),
    responses: ["202": Operation.response("They are stored.", Operation.json(Operation.reference("PublishedEvents")))],
    problems: [413, 415, 422])

  static let openAPI = Operation.make(
    "getOpenAPI", "Get this document", tag: "Operation",
    responses: ["200": Operation.response("OpenAPI 3.1.", Operation.json(["type": "object"]))])
}
