import ArgumentParser
import JSON
import Juggler
import JugglerAPI
import JugglerClient

struct RunsForkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fork",
    abstract: "Start a run that has done what another did before a step.",
    discussion: """
      The step, and what ended after it, is done again; without --from everything is. Prints the id of the new run. The \
      run that it leaves stays as it is.

      Examples:
        juggler runs fork 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db --from /do/2/notify
        juggler runs fork 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db --input '{"table": 8}' --follow
      """)

  @Argument(help: ArgumentHelp("The run to leave.", valueName: "id"))
  var id: String

  @Option(
    name: .customLong("from"),
    help: ArgumentHelp("The first step to do again, as 'juggler runs show' names it.", valueName: "step"))
  var step: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The new run's input: JSON, @FILE, or - for standard input. Without it, that of the old one.", valueName: "json"))
  var input: String?

  @OptionGroup var source: RunSource
  @OptionGroup var options: FollowOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let console = Console()
    common.startLogging(to: console)
    let value = try input.map { text throws(UserError) in try InputArgument.value(text) }
    guard options.follow else {
      let secrets = SecretArguments(file: options.execution.secrets, directory: options.execution.secretsDirectory)
      let fork = try await source.use(secrets: secrets) { try await $0.fork(id, ForkRequest(step: step, input: value)) }
      return StandardStream.output.write(line: fork.id)
    }
    if let client = source.address.client {
      return try await options.await(client) { try await client.fork(id, from: step, input: value) }
    }
    try await options.drive(id, in: source, on: console) { [step] engine, record in
      try await engine.fork(record.id, before: step, input: value).id
    }
  }
}
