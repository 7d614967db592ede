import ArgumentParser
import JSON
import JugglerAPI

struct RunsShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a run and its steps.",
    discussion: """
      The steps are in the order in which they ended; 'juggler runs fork --from' takes the name of one. With --output json \
      it is the run as one line of JSON, with its steps as "steps".

      Examples:
        juggler runs show 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db
        juggler runs show 0198f3c1-2a00-7000-8000-000000000001 --store sqlite:runs.db --output json | jq .steps
      """)

  @Argument(help: ArgumentHelp("The run.", valueName: "id"))
  var id: String

  @OptionGroup var source: RunSource

  @Option(help: "How to print the run: as a table, as json on one line, or pretty.")
  var output = ListStyle.table

  @OptionGroup var common: CommonOptions

  func run() async throws {
    common.startLogging(to: Console())
    let (run, steps) = try await source.use { access in
      let run = try await access.run(id)
      var steps: [Step] = []
      var cursor: String?
      repeat {
        let page = try await access.steps(of: id, after: cursor)
        steps += page.items
        cursor = page.nextCursor
      } while cursor != nil
      return (run, steps)
    }
    if let style = output.json {
      guard case .object(var object) = run.json else { return }
      object["steps"] = .array(steps.map(\.json))
      return StandardStream.output.write(line: JSONValue.object(object).serialized(style))
    }
    for line in RunSheet(run, steps).lines(TerminalTraits(of: StandardStream.output.rawValue)) {
      StandardStream.output.write(line: line)
    }
  }
}
