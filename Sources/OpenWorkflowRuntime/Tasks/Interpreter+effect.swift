import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  /// Performs an effect as a step of the run.
  @inline(never)
  func effect(
    _ connector: String, _ arguments: JSONObject, _ site: Site, in place: Place
  ) async throws -> JSONValue {
    let connector = try connectors.connector(named: connector)
    let id = StepID(task: site.reference, scope: place.scope)
    let mask = evaluator.mask
    let recorded = try await run.step(id) {
      do {
        return mask.recording(
          try await connector.perform(arguments, in: EffectContext(run: run.run, step: id, mask: mask)))
      } catch {
        throw failure(error, site, mask)
      }
    }
    // The run goes on with what a replay would make of what the journal has.
    return try mask.restoring(recorded)
  }

  /// What a run sees of an error.
  @inline(never)
  private func failure(_ error: any Error, _ site: Site, _ mask: SecretMask) -> any Error {
    switch error {
    case let fault as Fault: return mask.masking(fault.at(site.reference))
    case is CancellationError: return error
    // Cancelling may surface as some library's own error.
    case _ where Task.isCancelled: return CancellationError()
    default:
      return mask.masking(Fault(.runtime, detail: "task '\(site.name)': \(error)", instance: site.reference))
    }
  }

  /// Evaluates a template that must give an object, or nothing.
  @inline(never)
  func object(
    _ template: Template?, _ what: String, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws -> JSONObject? {
    guard let template else { return nil }
    switch try await evaluator.value(of: template, on: input, variables, task: site.name) {
    case .object(let object): return object
    case .null: return nil
    case let other:
      throw Fault(
        .expression, detail: "task '\(site.name)': expected an object for '\(what)', found \(other.excerpt)")
    }
  }

  /// Evaluates a template that must give a text; numbers and booleans are written as one.
  @inline(never)
  func text(
    _ template: Template, _ what: String, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws -> String {
    switch try await evaluator.value(of: template, on: input, variables, task: site.name) {
    case .string(let text): return text
    case let scalar where scalar.doubleValue != nil || scalar.boolValue != nil: return scalar.spliced
    case let other:
      throw Fault(.expression, detail: "task '\(site.name)': expected a text for '\(what)', found \(other.excerpt)")
    }
  }
}
