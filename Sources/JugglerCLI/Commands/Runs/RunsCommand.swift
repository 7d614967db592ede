import ArgumentParser

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "Look at runs and change what they do.",
    discussion: """
      Runs live in the store that 'juggler run --store' or 'juggler serve' was given. What a command changes is durable when \
      it returns; a process that drives the run hears of it within a second. Exits with 0 when that was done; with 1 when \
      the store cannot be used; with 2 for wrong usage, an unknown run, or one whose status does not allow it.

      Examples:
        juggler runs list --store sqlite:runs.db --status faulted
        juggler runs show 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db
        juggler runs resume 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db --follow
      """,
    subcommands: [
      RunsListCommand.self, RunsShowCommand.self, RunsCancelCommand.self, RunsSuspendCommand.self,
      RunsResumeCommand.self, RunsRetryCommand.self, RunsForkCommand.self,
    ])
}
