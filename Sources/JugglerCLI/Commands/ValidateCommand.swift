import ArgumentParser
import OpenWorkflow

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check workflow definitions without running them.",
    discussion: """
      Every problem is reported at once, one 'FILE:LINE:COLUMN: error: MESSAGE' a line on standard error, with what was \
      expected and what was found. Exits with 0 when there is no error, with 2 otherwise.

      Example:
        juggler validate Examples/*.yaml
      """)

  @Argument(
    help: ArgumentHelp("Workflow definitions, YAML or JSON; - reads standard input.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var files: [String]

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = Console()
    common.startLogging(to: console)
    var isValid = true
    for file in files {
      do {
        _ = try WorkflowFile.read(file, reportingTo: console)
      } catch is InvalidWorkflow {
        isValid = false
      } catch {
        console.print("juggler: error: \(error)")
        isValid = false
      }
    }
    if !isValid { throw ExitCode.invalid }
  }
}
