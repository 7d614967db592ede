/// The time after which a workflow or a task is interrupted.
package struct Timeout: Sendable {
  /// The name in `use.timeouts`, if it has one.
  package let name: String?
  package let after: DurationValue
}
