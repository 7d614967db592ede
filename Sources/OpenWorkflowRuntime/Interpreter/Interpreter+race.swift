import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  /// Performs what runs several things at once.
  ///
  /// What comes of it may depend on which of them was first: who won, whose fault was met, who ended the workflow. That is
  /// journaled, so that a replay comes to the same, however fast each of them is by then.
  ///
  /// - Parameter alwaysDecides: also when it completes without ending the workflow.
  @inline(never)
  func race(
    _ site: Site, in place: Place, alwaysDecides: Bool, _ body: () async throws -> RawResult
  ) async throws -> RawResult {
    let id = StepID(task: site.reference, scope: place.scope)
    if let recorded = run.recordedOutcome(of: id) {
      return RawResult(decision: try evaluator.mask.restoring(recorded.get()))
    }
    let result: RawResult
    do {
      result = try await body()
    } catch let fault as Fault {
      let fault = fault.at(site.reference)
      try await run.record(.faulted(fault), of: id)
      throw fault
    }
    if alwaysDecides || result.directive == .end {
      try await run.record(.completed(evaluator.mask.recording(result.decision)), of: id)
    }
    return result
  }
}

extension RawResult {
  /// As the journal keeps it.
  fileprivate var decision: JSONValue {
    ["output": output, "context": context, "end": .bool(directive == .end)]
  }

  fileprivate convenience init(decision: JSONValue) {
    self.init(
      output: decision["output"] ?? .null, context: decision["context"] ?? .null,
      directive: decision["end"] == true ? .end : nil)
  }
}
