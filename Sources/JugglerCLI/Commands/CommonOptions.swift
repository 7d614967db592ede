import ArgumentParser
import Logging

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(name: .customLong("log-level"), help: ArgumentHelp("What to log to standard error.", valueName: "level"))
  var logLevel = LogLevel.warning

  /// Makes loggers write to the console from now on.
  func startLogging(to console: Console) {
    let level = logLevel.level
    LoggingSystem.bootstrap { label in ConsoleLogHandler(label: label, logLevel: level, console: console) }
  }
}
