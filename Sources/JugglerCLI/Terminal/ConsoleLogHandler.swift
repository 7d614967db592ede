import Juggler
import Logging

/// Writes log messages to the console, a line each, above whatever is drawn live.
struct ConsoleLogHandler: LogHandler {
  let label: String
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  let console: Console

  init(label: String, logLevel: Logger.Level, console: Console) {
    self.label = label
    self.logLevel = logLevel
    self.console = console
  }

  func log(event: LogEvent) {
    let merged = metadata.merging(event.metadata ?? [:]) { _, last in last }
    let pairs = merged.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    console.print("\(Timestamp.now.rfc3339) \(event.level) \(label): \(event.message)\(pairs)".printable)
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
}
