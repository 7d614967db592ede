import ArgumentParser
import Juggler
import JugglerAPI
import JugglerClient
import JugglerSQLite
import OpenWorkflow

/// For commands after which a run goes on: whether it does so here.
struct FollowOptions: ParsableArguments {
  @Flag(
    help: """
      Drive the run here to its end, with output and exit code as of 'juggler run'. Without it, the run goes on when a \
      process serves the store.
      """)
  var follow = false

  @Option(
    help: ArgumentHelp(
      "The definition that the run started with, should the store not have its text.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var definition: String?

  @OptionGroup var execution: ExecutionOptions

  func validate() throws {
    if definition != nil, !follow { throw ValidationError("--definition is of use only with --follow") }
  }

  /// Drives a run here, once `change` has made that possible.
  ///
  /// - Parameter change: returns the run to drive, which may be another one.
  func drive(
    _ id: String, in source: RunSource, on console: Console,
    _ change: @escaping @Sendable (Engine, RunRecord) async throws -> RunID
  ) async throws {
    let run = try RunID(argument: id)
    let ending = try await RunSource.explained {
      let composition = Composition(store: try source.open(), secrets: try execution.secretSources())
      let library = try execution.library(composition, on: console)
      guard let record = try await composition.store.run(run) else { throw RunCommandError(.unknownRun, run) }
      let workflow = try definition.map {
        composition.workflow(try WorkflowFile.read($0, reportingTo: console), library: library)
      }
      return try await composition.drive(execution, record.workflow.name, library, on: console) { engine in
        if let workflow { engine.workflows.register(workflow) }
        try await Abandonment(store: composition.store, console: console).wait(for: run)
        return engine.adopt(try await change(engine, record))
      }
    }
    try ending.print(as: execution.output, to: console)
  }

  /// Waits for the end of a run on a server, once `change` has made that possible.
  func await(_ client: WorkflowClient, _ change: () async throws -> Run) async throws {
    let run = try await ServerAddress.explained { try await client.end(of: change().id) }
    try RunEnding(run).print(as: execution.output, to: Console())
  }
}
