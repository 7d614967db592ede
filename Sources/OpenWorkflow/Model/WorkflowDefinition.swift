package import JSON

/// A validated workflow document (Open Workflow DSL 1.0): references resolved, expressions compiled.
package struct WorkflowDefinition: Sendable {
  package let document: Document
  package let input: InputDefinition?
  package let use: Components
  /// The member `do`.
  package let tasks: TaskList
  package let timeout: Timeout?
  package let output: OutputDefinition?
  package let schedule: Schedule?
  package let evaluate: Evaluation
  /// The document as a parsed object, for `$workflow.definition`.
  package let source: JSONValue
}
