import ArgumentParser
import JSON
import Juggler
import OpenWorkflow
import OpenWorkflowRuntime

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a workflow to its end.",
    discussion: """
      Standard output carries the workflow's output and nothing else. Exits with 0 when the workflow completed; with 1 \
      when it faulted, the error as JSON on the last line of standard error; with 2 for an invalid definition, input or \
      usage; with 130 when it was cancelled. Ctrl-C cancels the run and everything in it; a second one kills at once.

      Examples:
        juggler run order.yaml --input '{"table": 7}'
        juggler run order.yaml --input @order.json --output pretty --trace none
        echo '{"table": 7}' | juggler run order.yaml --input - --timeout 30s
        juggler run order.yaml --store sqlite:runs.db --tag customer=7
      """)

  @Argument(
    help: ArgumentHelp("The workflow definition, YAML or JSON; - reads standard input.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var file: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The workflow's input: JSON, @FILE, or - for standard input. Without it, an empty object.", valueName: "json"))
  var input: String?

  @Option(
    help: ArgumentHelp(
      "Where the run's state lives: memory, or sqlite:PATH, where a crash loses nothing.", valueName: "store"))
  var store = StoreArgument.memory

  @Option(
    name: .customLong("tag"),
    help: ArgumentHelp(
      "A tag of the run, by which it can be found in the store; may be repeated.", valueName: "name=value"))
  var tags: [TagArgument] = []

  @Option(
    help: ArgumentHelp(
      "CloudEvents, one JSON object a line, to publish once the run listens; not available yet.", valueName: "file"),
    completion: .file())
  var events: String?

  @OptionGroup var execution: ExecutionOptions

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let console = Console()
    common.startLogging(to: console)
    // Better no run than one that silently leaves out what was asked for.
    if events != nil { throw UserError("--events is not available in this version; leave it out") }
    if file == "-", input == "-" {
      throw UserError("standard input cannot be both the definition and the input: give one of them as a file")
    }
    let source = try WorkflowFile.source(file)
    let definition: WorkflowDefinition
    do {
      definition = try WorkflowFile.definition(in: source.bytes, named: source.name, reportingTo: console)
    } catch {
      throw ExitCode.invalid
    }
    let value = try input.map { text throws(UserError) in try InputArgument.value(text) } ?? [:]
    let composition = Composition(store: try store.open(), secrets: try execution.secretSources())
    let library = try execution.library(composition, on: console)
    let workflow = composition.workflow(definition, library: library)
    let ending = try await composition.drive(execution, definition.document.name, library, on: console) { engine in
      if try await !composition.keep(source, of: workflow) {
        console.print(
          "juggler: warning: the store has another definition of \(workflow.reference), so this one is not kept there: "
            + "after a crash the run goes on only with --definition. Give the document another version to keep both.")
      }
      return try await engine.start(workflow, input: value, options: StartOptions(tags: tags.dictionary))
    }
    try ending.print(as: execution.output, to: console)
  }
}
