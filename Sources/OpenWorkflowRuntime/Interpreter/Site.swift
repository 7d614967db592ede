import OpenWorkflow

/// A task at the place where it is performed. A function's body stands where it is called.
final class Site: Sendable {
  let name: String
  let reference: String
  let definition: TaskDefinition
  /// Whether observers hear of it: of a function's body they hear as the call.
  let isReported: Bool

  init(_ entry: TaskEntry) {
    name = entry.name
    reference = entry.reference
    definition = entry.definition
    isReported = true
  }

  /// A function's body at the place of the call.
  init(body function: TaskEntry, of call: Site) {
    name = function.name
    reference = call.reference
    definition = function.definition
    isReported = false
  }
}
