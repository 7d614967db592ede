import ArgumentParser

struct RunsCancelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Cancel runs, with everything that they have started.",
    discussion: """
      Example:
        juggler runs cancel 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db
      """)

  @OptionGroup var target: RunTarget

  func run() async throws { try await target.perform(.cancel) }
}

struct RunsSuspendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspend",
    abstract: "Let runs stand still; steps in flight end first.",
    discussion: """
      Example:
        juggler runs suspend 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db
      """)

  @OptionGroup var target: RunTarget

  func run() async throws { try await target.perform(.suspend) }
}
