import Dispatch
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

  /// While a hundred downloads go on, the main actor draws whenever it is free, and between two frames it never has more than
  /// one change to show: so however busy the machine is, nothing holds it up for longer than one change takes.
  @Test func theMainActorIsFreeBetweenAnyTwoChangesOfAHundredDownloads() async throws {
    try await LiveServer.run(connectors: [Parts()]) { server in
      try await server.deploy("download", Self.download)
      try await Self.watch(server.client)
    }
  }

  @MainActor
  private static func watch(_ client: WorkflowClient) async throws {
    let model = DownloadsModel()
    let screen = Screen(model)
    screen.drawWheneverFree()
    defer { screen.turnOff() }
    try await model.download((1...100).map { "file-\($0)" }, with: client)
    screen.draw()
    #expect(model.downloads.count == 100)
    #expect(model.downloads.values.allSatisfy { $0.status == .completed && $0.partsDone == DownloadsModel.partCount })
    #expect(model.progress == 1)
    // Each part of a download, and its end.
    #expect(screen.changes == 100 * (DownloadsModel.partCount + 1))
    #expect(screen.mostChangesAtOnce == 1)
  }
}

/// Draws a frame whenever the main actor is free, and counts what has changed since the last one.
///
/// The main actor takes its turns in the order in which they were asked for, as its queue does. A frame asks for the next one before anything
/// that the model does afterwards can ask for a turn: so a frame that finds two changes shows that one turn made both, or that
/// the model had two turns waiting.
@MainActor
private final class Screen {
  private let model: DownloadsModel
  private var isOn = true
  private(set) var frames = 0
  private(set) var changes = 0
  private(set) var mostChangesAtOnce = 0

  init(_ model: DownloadsModel) { self.model = model }

  /// Not by `Task.yield()`, which asks for a turn of the main actor only after one elsewhere.
  func drawWheneverFree() {
    guard isOn else { return }
    draw()
    DispatchQueue.main.async { self.drawWheneverFree() }
  }

  func turnOff() { isOn = false }

  func draw() {
    let shown = model.downloads.values.reduce(0) { $0 + $1.partsDone + ($1.status.isFinal ? 1 : 0) }
    mostChangesAtOnce = max(mostChangesAtOnce, shown - changes)
    changes = shown
    frames += 1
  }
}
