import JSON
import Juggler
import JugglerAPI
import JugglerClient
import OpenWorkflowRuntime
import Testing

@Suite struct DownloadsExampleTests {
  /// Answers with the bytes of a part, after having let others go first.
  private struct Parts: Connector {
    let name = "http"

    func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
      await Task.yield()
      return "bytes"
    }
  }

  private static let download = """
    do:
      - parts:
          for: { each: part, in: '[range(4)]' }
          do:
            - part: { call: http, with: { method: get, endpoint: 'http://files.example/{name}' } }
            - keep: { set: { name: '${ $workflow.input.name }' } }
    """

  /// The main actor draws frames while a hundred downloads go on, and shows all of their parts in the end.
  @Test func aHundredDownloadsLeaveTheMainActorFree() async throws {
    try await LiveServer.run(connectors: [Parts()]) { server in
      try await server.deploy("download", Self.download)
      try await Self.watch(server.client)
    }
  }

  @MainActor
  private static func watch(_ client: WorkflowClient) async throws {
    let model = DownloadsModel()
    let screen = Screen()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await screen.draw() }
      try await model.download((1...100).map { "file-\($0)" }, with: client)
      group.cancelAll()
    }
    #expect(model.downloads.count == 100)
    #expect(model.downloads.values.allSatisfy { $0.status == .completed && $0.partsDone == DownloadsModel.partCount })
    #expect(model.progress == 1)
    #expect(screen.frames > 3)
  }
}

/// Draws whenever the main actor is free.
@MainActor
private final class Screen {
  private(set) var frames = 0

  func draw() async {
    while !Task.isCancelled {
      frames += 1
      await Task.yield()
    }
  }
}
