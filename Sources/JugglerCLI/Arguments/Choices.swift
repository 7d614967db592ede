import ArgumentParser
import Logging

/// What a run says about its tasks.
enum TraceStyle: String, ExpressibleByArgument, CaseIterable, Sendable {
  case json, waterfall, none
}

/// How JSON is laid out on standard output.
enum OutputStyle: String, ExpressibleByArgument, CaseIterable, Sendable {
  case json, pretty
}

/// From which level on log messages are shown.
enum LogLevel: String, ExpressibleByArgument, CaseIterable, Sendable {
  case trace, debug, info, notice, warning, error, critical

  var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .warning }
}
