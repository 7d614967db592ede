import ArgumentParser
import JSON
import JugglerAPI

struct RunsListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List runs, the newest first.",
    discussion: """
      Prints a table, or with --output json the list as one line of JSON: {"items": [RUN…], "nextCursor": …}.

      Examples:
        juggler runs list --store sqlite:runs.db
        juggler runs list --store sqlite:runs.db --status faulted --status cancelled --workflow shop/order --tag customer=7
        juggler runs list --store sqlite:runs.db --output json --limit 1000 | jq -r '.items[].id'
      """)

  @OptionGroup var source: RunSource

  @Option(help: "Only runs in this status; may be repeated.")
  var status: [StatusArgument] = []

  @Option(
    help: ArgumentHelp(
      "Only runs of this workflow, and of this version if given.", valueName: "[namespace/]name[:version]"))
  var workflow: WorkflowArgument?

  @Option(help: ArgumentHelp("Only runs with this tag; may be repeated.", valueName: "name=value"))
  var tag: [TagArgument] = []

  @Option(help: ArgumentHelp("Only runs that are parts of this one.", valueName: "id"))
  var parent: String?

  @Flag(name: .customLong("oldest-first"), help: "List the oldest first.")
  var oldestFirst = false

  @Option(help: "How many runs to list at most.")
  var limit = 50

  @Option(help: "Where to go on: what the list before gave as its cursor.")
  var cursor: String?

  @Option(help: "How to print the list: as a table, as json on one line, or pretty.")
  var output = ListStyle.table

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000; found \(limit)") }
  }

  func run() async throws {
    common.startLogging(to: Console())
    let filter = RunFilter(
      workflow: workflow, statuses: Set(status.map(\.status)), tags: tag.dictionary, parent: parent,
      oldestFirst: oldestFirst,
      omitsPayloads: output == .table, cursor: cursor, limit: limit)
    let list = try await source.use { try await $0.list(filter) }
    if let style = output.json {
      return StandardStream.output.write(line: list.json.serialized(style))
    }
    for line in RunTable(list.items).lines(TerminalTraits(of: StandardStream.output.rawValue)) {
      StandardStream.output.write(line: line)
    }
    if let next = list.nextCursor {
      StandardStream.error.write(line: "There are more: juggler runs list … --cursor \(next)")
    }
  }
}
