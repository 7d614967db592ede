package import JSON

/// What a task does, and what every kind of task may say about its data and its end.
package final class TaskDefinition: Sendable {
  package enum Kind: Sendable {
    case call(CallTask)
    case doTasks(TaskList)
    case emit(EmitTask)
    case forEach(ForTask)
    case fork(ForkTask)
    case listen(ListenTask)
    case raise(RaiseTask)
    case run(RunTask)
    case set(Template)
    case switchCases(SwitchTask)
    case tryCatch(TryTask)
    case wait(DurationValue)
  }

  package let kind: Kind
  /// The member `if`, evaluated on the raw input.
  package let condition: Expression?
  package let input: InputDefinition?
  package let output: OutputDefinition?
  package let export: ExportDefinition?
  package let timeout: Timeout?
  /// `nil` when the task does not say: it then continues.
  package let then: FlowDirective?
  package let metadata: JSONObject
  /// The definition as a parsed object, for `$task.definition`.
  package let source: JSONValue

  package init(
    kind: Kind, condition: Expression? = nil, input: InputDefinition? = nil, output: OutputDefinition? = nil,
    export: ExportDefinition? = nil, timeout: Timeout? = nil, then: FlowDirective? = nil,
    metadata: JSONObject = [:], source: JSONValue = .null
  ) {
    self.kind = kind
    self.condition = condition
    self.input = input
    self.output = output
    self.export = export
    self.timeout = timeout
    self.then = then
    self.metadata = metadata
    self.source = source
  }
}
