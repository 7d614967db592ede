import JSON
import JugglerAPI
import JugglerClient

// docs/guides/client.md shows this.

/// What a view shows of a hundred downloads. The main actor only ever changes one of them at a time: requests are made, and
/// answers and events are read, elsewhere, and each change comes to it as a turn of its own. Between two of them it is free.
@MainActor
final class DownloadsModel {
  struct Download: Identifiable, Sendable {
    let id: String
    let name: String
    var partsDone = 0
    var status = Status.pending
  }

  private(set) var downloads: [String: Download] = [:]

  var progress: Double {
    let parts = downloads.values.reduce(0) { $0 + $1.partsDone }
    return downloads.isEmpty ? 0 : Double(parts) / Double(downloads.count * Self.partCount)
  }

  var isDone: Bool { downloads.values.allSatisfy(\.status.isFinal) }

  static let partCount = 4

  /// Downloads files, and shows how far each is until all have ended.
  @concurrent
  nonisolated func download(_ names: [String], with client: WorkflowClient) async throws {
    var events = client.events(types: [
      LifecycleEvent.taskCompleted.rawValue, LifecycleEvent.workflowCompleted.rawValue,
      LifecycleEvent.workflowFaulted.rawValue, LifecycleEvent.workflowCancelled.rawValue,
    ]).makeAsyncIterator()
    // From here on no event is missed, whenever it is read.
    try await events.connect()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for name in names {
        group.addTask {
          let run = try await client.start(
            "test/download", input: ["name": .string(name)], options: StartOptions(idempotencyKey: "download \(name)"))
          await self.add(Download(id: run.id, name: name))
        }
      }
      try await group.waitForAll()
    }
    while await !isDone, let event = try await events.next() { await show(event) }
  }

  private func add(_ download: Download) { downloads[download.id] = download }

  private func show(_ event: CloudEvent) {
    guard let run = event.subject, var download = downloads[run] else { return }
    switch LifecycleEvent(rawValue: event.type) {
    case .taskCompleted where event.data?["task"]?.stringValue?.hasSuffix("/part") == true: download.partsDone += 1
    case .workflowCompleted: download.status = .completed
    case .workflowFaulted: download.status = .faulted
    case .workflowCancelled: download.status = .cancelled
    default: return
    }
    downloads[run] = download
  }
}
