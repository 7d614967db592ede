import JSON
import JugglerAPI
import JugglerClient

// docs/guides/client.md shows this.

/// What a view shows of a hundred downloads. Every method runs on the main actor and none of them keeps it busy: requests are
/// made and answers are read elsewhere, and between two events the main actor is free.
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
  func download(_ names: [String], with client: WorkflowClient) async throws {
    var events = client.events(types: [
      LifecycleEvent.taskCompleted.rawValue, LifecycleEvent.workflowCompleted.rawValue,
      LifecycleEvent.workflowFaulted.rawValue, LifecycleEvent.workflowCancelled.rawValue,
    ]).makeAsyncIterator()
    // From here on no event is missed, whenever it is read.
    try await events.connect()
    try await withThrowingTaskGroup(of: Download.self) { group in
      for name in names {
        group.addTask {
          let run = try await client.start(
            "test/download", input: ["name": .string(name)], options: StartOptions(idempotencyKey: "download \(name)"))
          return Download(id: run.id, name: name)
        }
      }
      for try await download in group { downloads[download.id] = download }
    }
    while !isDone, let event = try await events.next() { show(event) }
  }

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
