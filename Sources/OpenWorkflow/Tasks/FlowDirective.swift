/// Where a run goes after a task.
package enum FlowDirective: Sendable, Hashable {
  /// The next task of the list.
  case `continue`
  /// Leaves the innermost task list.
  case exit
  /// Completes the workflow.
  case end
  /// A task of the same list, which `TaskList.index(of:)` finds.
  case task(String)
}
