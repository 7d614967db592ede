import ArgumentParser

struct EventsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Tell workflows that something happened.",
    discussion: """
      Example:
        juggler events publish --server http://localhost:8080 --type com.example.order.placed --data '{"table": 7}'
      """,
    subcommands: [EventsPublishCommand.self])
}
