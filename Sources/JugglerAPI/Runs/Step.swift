public import JSON

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// One effect of a run, as its journal tells it.
public struct Step: WireType, Identifiable {
  /// Unique within the run: the task's reference and the rounds and attempts around it, such as `/do/2/notify#i3#a2`.
  public var id: String
  /// The task's name.
  public var task: String
  /// JSON Pointer (RFC 6901) of the task in its definition.
  public var reference: String
  /// The indices of the rounds of the loops around it, from 0, outermost first.
  public var iterations: [Int]
  /// The number of the innermost attempt around it, from 1.
  public var attempt: Int
  public var status: Status
  public var startedAt: Date?
  public var endedAt: Date?
  /// Of a completed step.
  public var output: JSONValue?
  /// Of a faulted step.
  public var error: ProblemDetails?

  public init(
    id: String, task: String, reference: String, iterations: [Int] = [], attempt: Int = 1, status: Status,
    startedAt: Date? = nil, endedAt: Date? = nil, output: JSONValue? = nil, error: ProblemDetails? = nil
  ) {
    self.id = id
    self.task = task
    self.reference = reference
    self.iterations = iterations
    self.attempt = attempt
    self.status = status
    self.startedAt = startedAt
    self.endedAt = endedAt
    self.output = output
    self.error = error
  }
}

extension Step {
  public init(json: JSONValue) throws(WireError) {
    let reader = try WireReader(json)
    let status = try reader.status("status")
    let iterations = try reader.optional("iterations", "an array of integers") { value -> [Int]? in
      guard let elements = value.arrayValue else { return nil }
      let integers = elements.compactMap { $0.integerValue.flatMap { Int(exactly: $0) } }
      return integers.count == elements.count ? integers : nil
    }
    self.init(
      id: try reader.string("id"), task: try reader.string("task"), reference: try reader.string("reference"),
      iterations: iterations ?? [], attempt: try reader.optionalInteger("attempt") ?? 1, status: status,
      startedAt: try reader.date("startedAt"), endedAt: try reader.date("endedAt"),
      output: status == .completed ? reader.object["output"] : reader.value("output"),
      error: try reader.nested("error", as: ProblemDetails.self))
  }

  public var json: JSONValue {
    [
      "id": .string(id), "task": .string(task), "reference": .string(reference),
      "iterations": .array(iterations.map { .integer(Int64($0)) }), "attempt": .integer(Int64(attempt)),
      "status": .string(status.rawValue), "startedAt": .time(startedAt), "endedAt": .time(endedAt),
      "output": output ?? .null, "error": error?.json ?? .null,
    ]
  }
}
