import ArgumentParser
import OpenWorkflowRuntime

/// What every command takes that drives a run.
struct ExecutionOptions: ParsableArguments {
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
    help: ArgumentHelp("A directory of definitions that the workflow may run, with all below it.", valueName: "dir"),
    completion: .directory)
  var workflows: String?

  @Option(
    help: ArgumentHelp(
      "The directory of the default catalog: it has functions/NAME/VERSION/function.yaml.", valueName: "dir"),
    completion: .directory)
  var catalog: String?

  @Option(
    help: ArgumentHelp(
      "How long the run may take, such as 30s, 500ms, 1h30m or PT30S; then it faults with a timeout.",
      valueName: "duration"))
  var timeout: DurationArgument?

  func secretSources() throws(UserError) -> [any SecretSource] {
    try SecretArguments(file: secrets, directory: secretsDirectory).sources(environment: .process)
  }

  /// What the workflow finds beside its own document.
  func library(_ composition: Composition, on console: Console) throws(UserError) -> CommandLibrary {
    try CommandLibrary(composition, workflows: workflows, catalog: catalog, console: console)
  }
}
