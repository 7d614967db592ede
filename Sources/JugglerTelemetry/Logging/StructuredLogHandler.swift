package import Logging

/// Writes log messages as lines of one format.
package struct StructuredLogHandler: LogHandler {
  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let format: LogFormat
  private let sink: LogSink

  package init(
    label: String, level: Logger.Level, format: LogFormat, sink: LogSink,
    metadataProvider: Logger.MetadataProvider? = nil
  ) {
    self.label = label
    logLevel = level
    self.format = format
    self.sink = sink
    self.metadataProvider = metadataProvider
  }

  package func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get(), !provided.isEmpty { all.merge(provided) { _, last in last } }
    if let given = event.metadata { all.merge(given) { _, last in last } }
    if let error = event.error { all["error"] = "\(error)" }
    sink.write(line: format.line(event.level, label, event.message.description, all))
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
}
