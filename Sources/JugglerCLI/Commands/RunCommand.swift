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
        juggler run order.yaml --store sqlite:runs.db
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
      "Where the run's state lives: memory; not yet sqlite:PATH and postgres://…", valueName: "store"))
  var store = StoreArgument.memory

  @Option(
    help:
      "What to show of the tasks on standard error: a waterfall afterwards, each event as a line of JSON, or nothing.")
  var trace = TraceStyle.waterfall

  @Option(help: "How to print the output: json on one line, or pretty.")
  var output = OutputStyle.json

  @Option(
    help: ArgumentHelp("A JSON file with the workflow's secrets, by name.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var secrets: String?

  @Option(
    name: .customLong("secrets-dir"),
    help: ArgumentHelp(
      "A directory with a file for each secret, used after the environment's JUGGLER_SECRET_<NAME>.", valueName: "dir"),
    completion: .directory)
  var secretsDirectory: String?

  @Option(
    help: ArgumentHelp(
      "CloudEvents, one JSON object a line, to publish once the run listens; not available yet.", valueName: "file"),
    completion: .file())
  var events: String?

  @Option(
    help: ArgumentHelp("A directory of definitions that the workflow may run; not available yet.", valueName: "dir"),
    completion: .directory)
  var workflows: String?

  @Option(
    help: ArgumentHelp("The directory of the default catalog; not available yet.", valueName: "dir"),
    completion: .directory)
  var catalog: String?

  @Option(
    help: ArgumentHelp(
      "How long the run may take, such as 30s, 500ms, 1h30m or PT30S; then it faults with a timeout.",
      valueName: "duration"))
  var timeout: DurationArgument?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let console = Console()
    common.startLogging(to: console)
    try refuseWhatIsNotThereYet()
    if file == "-", input == "-" {
      throw UserError("standard input cannot be both the definition and the input: give one of them as a file")
    }
    let definition: WorkflowDefinition
    do {
      definition = try WorkflowFile.read(file, reportingTo: console)
    } catch is InvalidWorkflow {
      throw ExitCode.invalid
    }
    let value = try input.map { text throws(UserError) in try InputArgument.value(text) } ?? [:]
    let composition = Composition(store: try store.open())
    let secretSources = try SecretArguments(file: secrets, directory: secretsDirectory).sources(environment: .process)
    let session = RunSession(
      composition: composition, workflow: composition.workflow(definition, secrets: secretSources), input: value,
      timeout: timeout?.duration, trace: trace, console: console)
    let ending = await session.run()
    await composition.shutdown()
    try ending.print(as: output, to: console)
  }

  /// Better no run than one that silently leaves out what was asked for.
  private func refuseWhatIsNotThereYet() throws(UserError) {
    for (option, value) in [("--events", events), ("--workflows", workflows), ("--catalog", catalog)] where value != nil
    {
      throw UserError("\(option) is not available in this version; leave it out")
    }
  }
}
