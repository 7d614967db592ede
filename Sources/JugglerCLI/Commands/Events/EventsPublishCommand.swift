import ArgumentParser
import JSON
import JugglerAPI
import JugglerClient

struct EventsPublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Publish CloudEvents to a server.",
    discussion: """
      Either one event from options, or those of a file, one JSON object a line. They are stored durably when the command \
      returns; it prints how many. An event is known by its source and id: publishing it twice is as good as once.

      Examples:
        juggler events publish --server http://localhost:8080 --type com.example.order.placed --data '{"table": 7}'
        juggler events publish --server http://localhost:8080 --file events.jsonl
        juggler events publish --server http://localhost:8080 --file - < events.jsonl
      """)

  @OptionGroup var address: ServerAddress

  @Option(help: ArgumentHelp("The event's type, such as com.example.order.placed.", valueName: "type"))
  var type: String?

  @Option(help: ArgumentHelp("Where the event happened, a URI reference.", valueName: "uri"))
  var source = "/juggler/command-line"

  @Option(help: ArgumentHelp("What it happened to, within its source.", valueName: "subject"))
  var subject: String?

  @Option(help: ArgumentHelp("The event's id; a new one unless given.", valueName: "id"))
  var id: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The event's data: JSON, @FILE, or - for standard input.", valueName: "json"))
  var data: String?

  @Option(
    help: ArgumentHelp("CloudEvents, one JSON object a line; - reads standard input.", valueName: "file"),
    completion: .file())
  var file: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard address.server != nil else { throw ValidationError("name the server with --server") }
    guard (type == nil) != (file == nil) else {
      throw ValidationError("give either --type for one event, or --file for many")
    }
  }

  func run() async throws {
    common.startLogging(to: Console())
    guard let client = address.client else { return }
    let events = try self.events()
    let count = try await ServerAddress.explained {
      var count = 0
      var rest = events[...]
      // The server takes a thousand at once.
      while !rest.isEmpty {
        count += try await client.publish(Array(rest.prefix(1000)))
        rest = rest.dropFirst(1000)
      }
      return count
    }
    StandardStream.output.write(line: "\(count) \(count == 1 ? "event" : "events") published")
  }

  private func events() throws -> [CloudEvent] {
    if let type {
      let data = try data.map { text throws(UserError) in try InputArgument.value(text) }
      let event =
        if let id {
          CloudEvent(id: id, source: source, type: type, subject: subject, data: data)
        } else {
          CloudEvent(source: source, type: type, subject: subject, data: data)
        }
      return [try checked(event.json, "--type")]
    }
    guard let file else { return [] }
    let text = try WorkflowFile.source(file)
    return try text.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      guard !$0.element.allSatisfy(\.isWhitespace) else { return nil }
      let place = "\(text.name):\($0.offset + 1)"
      do throws(JSONParseError) {
        return try JSONValue(parsing: String($0.element))
      } catch {
        throw UserError("\(place): \(error)")
      }
    }.enumerated().map { try checked($0.element, "event \($0.offset + 1) of \(text.name)") }
  }

  private func checked(_ json: JSONValue, _ place: String) throws(UserError) -> CloudEvent {
    do {
      return try CloudEvent(json: json)
    } catch {
      throw UserError("\(place): no CloudEvent: \(error)")
    }
  }
}
