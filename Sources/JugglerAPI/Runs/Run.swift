public import JSON

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// One execution of a workflow.
public struct Run: WireType, Identifiable {
  /// A UUID of version 7: ids sort by the time of creation.
  public var id: String
  public var workflow: WorkflowVersion
  public var status: Status
  /// `null` also in lists that leave payloads out.
  public var input: JSONValue
  /// Of a completed run.
  public var output: JSONValue?
  /// Of a faulted run; of a suspended one: why it could not go on.
  public var error: ProblemDetails?
  public var createdAt: Date
  public var startedAt: Date?
  public var endedAt: Date?
  /// The id of the run that this one is a part of.
  public var parent: String?
  public var tags: [String: String]
  /// When a waiting run goes on by itself.
  public var wakesAt: Date?
  /// The id of the run whose steps this one began with.
  public var forkedFrom: String?
  /// The id of the run that goes on from this one.
  public var continuedAs: String?

  public init(
    id: String, workflow: WorkflowVersion, status: Status, input: JSONValue = .null, output: JSONValue? = nil,
    error: ProblemDetails? = nil, createdAt: Date, startedAt: Date? = nil, endedAt: Date? = nil, parent: String? = nil,
    tags: [String: String] = [:], wakesAt: Date? = nil, forkedFrom: String? = nil, continuedAs: String? = nil
  ) {
    self.id = id
    self.workflow = workflow
    self.status = status
    self.input = input
    self.output = output
    self.error = error
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.parent = parent
    self.tags = tags
    self.wakesAt = wakesAt
    self.forkedFrom = forkedFrom
    self.continuedAs = continuedAs
  }
}

extension Run {
  public init(json: JSONValue) throws(WireError) {
    let reader = try WireReader(json)
    guard let workflow = try reader.nested("workflow", as: WorkflowVersion.self) else {
      throw reader.mismatch("workflow", "an object", reader.object["workflow"])
    }
    let status = try reader.status("status")
    self.init(
      id: try reader.string("id"), workflow: workflow, status: status, input: reader.object["input"] ?? .null,
      // The output of a completed run may be `null`.
      output: status == .completed ? reader.object["output"] : reader.value("output"),
      error: try reader.nested("error", as: ProblemDetails.self), createdAt: try reader.requiredDate("createdAt"),
      startedAt: try reader.date("startedAt"), endedAt: try reader.date("endedAt"),
      parent: try reader.optionalString("parent"), tags: try reader.strings("tags"),
      wakesAt: try reader.date("wakesAt"), forkedFrom: try reader.optionalString("forkedFrom"),
      continuedAs: try reader.optionalString("continuedAs"))
  }

  /// Every run has the members up to `tags`; the others only those to which they apply.
  public var json: JSONValue {
    var object: JSONObject = [
      "id": .string(id), "workflow": workflow.json, "status": .string(status.rawValue), "input": input,
      "output": output ?? .null, "error": error?.json ?? .null, "createdAt": .time(createdAt),
      "startedAt": .time(startedAt), "endedAt": .time(endedAt), "parent": .text(parent), "tags": JSONValue(tags),
    ]
    if let wakesAt { object["wakesAt"] = .time(wakesAt) }
    if let forkedFrom { object["forkedFrom"] = .string(forkedFrom) }
    if let continuedAs { object["continuedAs"] = .string(continuedAs) }
    return .object(object)
  }
}
