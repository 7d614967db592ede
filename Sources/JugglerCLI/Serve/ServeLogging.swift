import JugglerTelemetry
import Logging

/// The logs of a server.
struct ServeLogging: Sendable {
  let sink = LogSink { StandardStream.error.write($0) }

  /// Makes every logger write as the settings say, from now on.
  func start(_ settings: SettingSources) throws(UserError) {
    let level = try settings.value(of: ServeSettings.logLevel)
    let format = LogFormat(rawValue: try settings.value(of: ServeSettings.logFormat)) ?? .text
    LoggingSystem.bootstrap(
      { [sink] label, provider in
        StructuredLogHandler(label: label, level: level, format: format, sink: sink, metadataProvider: provider)
      }, metadataProvider: .trace)
  }
}
