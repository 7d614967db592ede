import AsyncPatterns
import JSON
import Juggler
import OpenWorkflow
import Synchronization

/// Interprets one run of a document.
///
/// Control flow is Swift's own: a task is a call, a branch a child task, a fault a thrown error, so cancelling a run
/// cancels all of it. Data flows by value, the context too: what a branch exports is merged when the branches join.
final class Interpreter: Sendable {
  private let workflow: DocumentWorkflow
  let run: RunContext
  let evaluator: Evaluator
  /// Those that were fetched, by what calls name them.
  let functions = Mutex<[String: TaskEntry]>([:])

  init(_ workflow: DocumentWorkflow, input: JSONValue, _ run: RunContext) throws {
    self.workflow = workflow
    self.run = run
    let (secrets, mask) = workflow.secrets.open()
    evaluator = Evaluator(
      run: RunDescriptor(
        id: run.run, definition: workflow.definition.source, input: input, startedAt: run.startedAt),
      secrets: secrets, mask: mask,
      cpuPool: run.cpuPool)
  }

  var definition: WorkflowDefinition { workflow.definition }
  var connectors: ConnectorRegistry { workflow.connectors }
  var schemas: SchemaCache { workflow.schemas }
  var library: any DefinitionLibrary { workflow.library }

  /// From the raw input of the workflow to its output.
  func run(_ raw: JSONValue) async throws -> JSONValue {
    try await limited(by: definition.timeout, on: raw, Variables(context: .null), at: "/", in: Place()) {
      try await execute(raw)
    }
  }

  /// Most workflows have neither a schema nor a transformation: what those need is in functions of their own, and not in
  /// the frame that every run has on its stack.
  private func execute(_ raw: JSONValue) async throws -> JSONValue {
    do {
      let input = definition.input == nil ? raw : try await input(of: raw)
      // By the specification's diagram the context begins as the transformed input.
      let result = try await perform(definition.tasks, Flow(data: input, context: input), in: Place())
      return definition.output == nil ? result.flow.data : try await output(of: result.flow)
    } catch let fault as Fault {
      throw located(fault)
    }
  }

  @inline(never)
  private func located(_ fault: Fault) -> Fault { evaluator.mask.masking(fault.at("/")) }

  @inline(never)
  private func input(of raw: JSONValue) async throws -> JSONValue {
    let name = definition.document.name
    if let schema = definition.input?.schema { try await validate(raw, schema, "input of workflow '\(name)'") }
    guard let from = definition.input?.from else { return raw }
    return try await evaluator.value(of: from, on: raw, Variables(context: .null), task: name)
  }

  @inline(never)
  private func output(of flow: Flow) async throws -> JSONValue {
    let name = definition.document.name
    var output = flow.data
    if let transformation = definition.output?.as {
      output = try await evaluator.value(of: transformation, on: output, Variables(context: flow.context), task: name)
    }
    if let schema = definition.output?.schema { try await validate(output, schema, "output of workflow '\(name)'") }
    return output
  }
}

/// What passes from task to task.
struct Flow: Sendable {
  var data: JSONValue
  var context: JSONValue
}

/// Where in the run a task stands.
struct Place: Sendable {
  var scope = StepID.Scope.root
  var locals: Locals?
  /// Whether extensions apply: not to the tasks of extensions themselves.
  var isExtended = true
}

/// The version that this runtime states of itself.
package enum RuntimeVersion {
  package static let current = "0.1.0-dev"

  /// `$runtime`.
  static let descriptor: JSONValue = ["name": "Juggler", "version": .string(current), "metadata": [:]]
}
