import HTTPTypes
import JSON
import JugglerAPI
import JugglerTesting
import Synchronization
import Testing

@testable import JugglerServer

struct ServerSentEvent: Equatable, Sendable {
  var id: String?
  var event: CloudEvent
}

extension Answer {
  /// The events of the body, comments and settings aside.
  var serverSentEvents: [ServerSentEvent] {
    get throws {
      try text.split(separator: "\n\n").compactMap { block in
        var id: String?
        var data: String?
        for line in block.split(separator: "\n") {
          if line.hasPrefix("id: ") { id = String(line.dropFirst(4)) }
          if line.hasPrefix("data: ") { data = String(line.dropFirst(6)) }
        }
        return try data.map { ServerSentEvent(id: id, event: try CloudEvent(json: JSONValue(parsing: $0))) }
      }
    }
  }
}

extension TestAPI {
  /// Follows a stream while `body` runs, and a little longer; then the server ends it.
  func followed(_ path: String, _ body: @escaping @Sendable () async throws -> Void) async throws -> Answer {
    try await withThrowingTaskGroup(of: Answer?.self) { group in
      group.addTask { try await send(.get, path) }
      group.addTask {
        try await until { service.feed.state.withLock { $0.followers > 0 } }
        try await body()
        try await time.clock.sleep(for: .seconds(1))
        service.feed.end()
        return nil
      }
      var answer: Answer?
      while let next = try await group.next() { answer = next ?? answer }
      return try #require(answer)
    }
  }

  func following(_ path: String, _ body: @escaping @Sendable () async throws -> Void) async throws -> [ServerSentEvent]
  {
    try await followed(path, body).serverSentEvents
  }
}
