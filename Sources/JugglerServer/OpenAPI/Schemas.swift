import JSON
import JugglerAPI

/// The schemas of the wire types.
enum Schemas {
  static let all: JSONObject = [
    "Problem": problem, "Status": status, "WorkflowVersion": workflowVersion, "Run": run, "RunList": list("Run"),
    "Step": step, "StepList": list("Step"), "Workflow": workflow, "WorkflowList": list("Workflow"),
    "ForkRequest": forkRequest, "CloudEvent": cloudEvent, "PublishedEvents": publishedEvents,
  ]

  static let text: JSONValue = ["type": "string"]
  static let time: JSONValue = ["type": ["string", "null"], "format": "date-time"]
  static let optionalText: JSONValue = ["type": ["string", "null"]]
  static let runID: JSONValue = ["type": "string", "format": "uuid"]
  static let optionalRunID: JSONValue = ["type": ["string", "null"], "format": "uuid"]

  static func object(_ properties: JSONObject, required: [String], _ description: String) -> JSONValue {
    [
      "type": "object", "description": .string(description), "properties": .object(properties),
      "required": .array(required.map { .string($0) }),
    ]
  }

  static func list(_ item: String) -> JSONValue {
    object(
      [
        "items": ["type": "array", "items": Operation.reference(item)],
        "nextCursor": [
          "type": ["string", "null"], "description": "Give it as `cursor` to get what follows; `null` at the end.",
        ],
      ], required: ["items", "nextCursor"], "A part of a list.")
  }

  static let status: JSONValue = [
    "type": "string", "description": "Where a run or a task stands.",
    "enum": .array(Status.allCases.map { .string($0.rawValue) }),
  ]

  static let problem = object(
    [
      "type": ["type": "string", "format": "uri-reference"], "title": text,
      "status": ["type": "integer", "minimum": 100, "maximum": 599], "detail": text,
      "instance": ["type": "string", "description": "Of a fault: JSON Pointer of the task that raised it."],
      "errors": [
        "type": "array",
        "items": object(
          [
            "detail": text, "pointer": ["type": "string", "description": "JSON Pointer, as a URI fragment."],
            "line": ["type": "integer", "minimum": 1], "column": ["type": "integer", "minimum": 1],
          ], required: ["detail"], "One of several mistakes."),
      ],
    ], required: ["type", "status"], "Problem details (RFC 9457).")

  static let workflowVersion = object(
    ["namespace": text, "name": text, "version": text], required: ["namespace", "name", "version"],
    "One version of a workflow.")

  static let run = object(
    [
      "id": runID, "workflow": Operation.reference("WorkflowVersion"), "status": Operation.reference("Status"),
      "input": true, "output": true, "error": ["anyOf": [Operation.reference("Problem"), ["type": "null"]]],
      "createdAt": ["type": "string", "format": "date-time"], "startedAt": time, "endedAt": time,
      "parent": optionalRunID, "tags": ["type": "object", "additionalProperties": text],
      "wakesAt": ["type": "string", "format": "date-time"], "forkedFrom": runID, "continuedAs": runID,
    ],
    required: [
      "id", "workflow", "status", "input", "output", "error", "createdAt", "startedAt", "endedAt", "parent", "tags",
    ], "One execution of a workflow.")

  static let step = object(
    [
      "id": text, "task": text, "reference": ["type": "string", "description": "JSON Pointer of the task."],
      "iterations": ["type": "array", "items": ["type": "integer", "minimum": 0]],
      "attempt": ["type": "integer", "minimum": 1], "status": Operation.reference("Status"), "startedAt": time,
      "endedAt": time, "output": true, "error": ["anyOf": [Operation.reference("Problem"), ["type": "null"]]],
    ],
    required: [
      "id", "task", "reference", "iterations", "attempt", "status", "startedAt", "endedAt", "output", "error",
    ], "One effect of a run that has ended.")

  static let workflow = object(
    [
      "namespace": text, "name": text, "version": text, "title": optionalText, "summary": optionalText,
      "latest": ["type": "boolean", "description": "Whether a call without a version gets it."], "digest": text,
      "mediaType": text, "savedAt": time,
      "warnings": ["type": "array", "items": ["type": "object"]],
    ], required: ["namespace", "name", "version", "latest", "digest", "mediaType"], "A definition that the server has.")

  static let forkRequest = object(
    [
      "step": [
        "type": ["string", "null"],
        "description": "The id of a step: it and those that ended after it are done again. Without it: everything is.",
      ],
      "input": ["description": "The new run's input, if it is to be another."],
    ], required: [], "Where a new run leaves an old one.")

  /// What may be left out may be `null`, too.
  static let cloudEvent: JSONValue = [
    "type": "object",
    "description": "CloudEvents 1.0, JSON format. Further attributes have names of lower-case letters and digits.",
    "properties": [
      "specversion": ["const": "1.0"], "id": ["type": "string", "minLength": 1],
      "source": ["type": "string", "minLength": 1], "type": ["type": "string", "minLength": 1],
      "subject": optionalText, "time": time, "datacontenttype": optionalText, "dataschema": optionalText, "data": true,
      "data_base64": ["type": ["string", "null"], "contentEncoding": "base64"],
    ],
    "required": ["specversion", "id", "source", "type"],
    "additionalProperties": [
      "type": ["string", "boolean", "integer", "null"], "minimum": -2_147_483_648, "maximum": 2_147_483_647,
    ],
    "propertyNames": ["pattern": "^([a-z0-9]+|data_base64)$"],
    "not": ["required": ["data", "data_base64"], "properties": ["data_base64": text]],
  ]

  static let publishedEvents = object(
    ["accepted": ["type": "integer", "minimum": 0]], required: ["accepted"], "What is stored durably.")
}
