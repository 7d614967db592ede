import JSON
package import Juggler
package import JugglerAPI

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Run {
  package init(_ record: RunRecord) {
    self.init(
      id: record.id.description, workflow: WorkflowVersion(record.workflow), status: Status(record.status),
      input: record.input.withoutConcealed, output: record.output?.withoutConcealed,
      error: record.error.map { ProblemDetails($0) },
      createdAt: Date(record.createdAt), startedAt: record.startedAt.map { Date($0) },
      endedAt: record.endedAt.map { Date($0) }, parent: record.parent?.description, tags: record.tags,
      wakesAt: record.wakesAt.map { Date($0) }, forkedFrom: record.forkedFrom?.description,
      continuedAs: record.continuedAs?.description)
  }
}

extension Status {
  package init(_ status: RunStatus) {
    switch status {
    case .pending: self = .pending
    case .running: self = .running
    case .waiting: self = .waiting
    case .suspended: self = .suspended
    case .cancelled: self = .cancelled
    case .faulted: self = .faulted
    case .completed: self = .completed
    }
  }
}

extension RunStatus {
  init?(named name: Substring) { self.init(rawValue: String(name)) }
}

extension Step {
  package init(_ step: StepRecord) {
    let scope = step.id.scope
    self.init(
      id: step.id.description, task: step.id.taskName, reference: step.id.task, iterations: scope.iterations,
      attempt: scope.attempt, status: .completed, startedAt: Date(step.startedAt), endedAt: Date(step.endedAt))
    switch step.outcome {
    case .completed(let value): output = value.withoutConcealed
    case .faulted(let fault):
      status = .faulted
      error = ProblemDetails(fault)
    }
  }
}

extension StepID {
  /// The last token of the reference, which in a document is the task's name.
  var taskName: String { (try? JSONPointer(parsing: task))?.tokens.last ?? task }
}
