import Logging
import Synchronization

/// Keeps what is logged.
final class LogRecorder: Sendable {
  private let lines = Mutex<[String]>([])

  /// `level: message`, and what is known of it.
  var messages: [String] { lines.withLock { $0 } }

  var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

  private struct Handler: LogHandler {
    let recorder: LogRecorder
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let details = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
      let text = (["\(event.level): \(event.message)"] + details.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
      recorder.lines.withLock { $0.append(text) }
    }
  }
}
