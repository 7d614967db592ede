import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  /// The fault that a definition describes. Its instance is always the task that raises it.
  @inline(never)
  func error(
    _ definition: ErrorDefinition, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws -> Fault {
    let status = try await evaluator.value(of: definition.status, on: input, variables, task: site.name)
    guard let code = status.integerValue ?? status.stringValue.flatMap(Int64.init) else {
      throw Fault(
        .expression, detail: "task '\(site.name)': expected an integer for 'status', found \(status.excerpt)")
    }
    var fault = Fault(
      type: try await text(definition.type, "type", site, input, variables), status: Int(clamping: code),
      instance: site.reference)
    if let title = definition.title { fault.title = try await text(title, "title", site, input, variables) }
    if let detail = definition.detail { fault.detail = try await text(detail, "detail", site, input, variables) }
    return fault
  }
}
