import ArgumentParser
import JSON
import Juggler
import OpenWorkflowRuntime

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Cook a brunch: see waits overlap.",
    discussion: """
      Starts a kitchen of slow services on this machine's loopback and runs the brunch of Examples/brunch.yaml against it. \
      Prints where the time went, how long the same would take one after the other, and the result.

      Example:
        juggler demo
      """)

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let console = Console()
    common.startLogging(to: console)
    let definition = try WorkflowFile.definition(
      in: BrunchDocument.yaml.utf8, named: "brunch.yaml", reportingTo: console)
    let composition = Composition()
    let ending = try await BrunchKitchen.open { baseURL in
      let workflow = composition.workflow(definition)
      let session = RunSession(
        composition: composition, title: workflow.reference.name, trace: .waterfall, console: console,
        waterfallStream: .output
      ) { try await $0.start(workflow, input: ["baseUrl": .string(baseURL), "guests": 4]) }
      let ending = try await session.run()
      await composition.shutdown()
      return ending
    }
    try ending.print(as: .pretty, to: console)
  }
}
