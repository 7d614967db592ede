import ArgumentParser
import OpenWorkflowRuntime

/// The `juggler` command line.
@main
struct JugglerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "juggler",
    abstract: "Runs workflows that spend their life waiting, and overlaps the waits.",
    discussion: """
      Example:
        juggler demo
        juggler run order.yaml --input '{"table": 7}'
      """,
    version: RuntimeVersion.current,
    subcommands: [
      RunCommand.self, ValidateCommand.self, JQCommand.self, ServeCommand.self, DemoCommand.self, RunsCommand.self,
      EventsCommand.self,
      StoreCommand.self,
      KeysCommand.self,
    ])

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    var active: any ParsableCommand = JugglerCommand()
    do {
      active = try parseAsRoot(JQArgumentRewriter.rewritten(arguments))
      if var command = active as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try active.run()
      }
    } catch {
      exit(reporting: error, of: active)
    }
  }

  /// Ends the process, with what the contract of the command line says for the error.
  private static func exit(reporting error: any Error, of command: any ParsableCommand) -> Never {
    if let error = error as? UserError {
      StandardStream.error.write(line: "juggler: error: \(error)")
      exit(.invalid)
    }
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if !message.isEmpty { (code.isSuccess ? StandardStream.output : .error).write(line: message) }
    exit(code == .validationFailure ? .invalid : code)
  }

  private static func exit(_ code: ExitCode) -> Never { exit(withError: code) }
}
