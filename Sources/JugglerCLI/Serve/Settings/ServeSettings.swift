import Logging

/// Every setting of `juggler serve`. Help, environment, file and docs/configuration.md are checked against this table.
enum ServeSettings {
  static let host = Setting(
    "host", .text("address"), default: "127.0.0.1", "The address to listen on; 0.0.0.0 or :: for every network.")
  static let port = Setting(
    "port", .number("port", 0...65535), default: "8080", "The TCP port to listen on; 0 takes a free one.")
  static let store = Setting(
    "store", .store, default: "sqlite:.juggler/juggler.db",
    "Where runs and definitions live: memory, or sqlite:PATH.")
  static let workflows = ListSetting(
    "workflows", .text("dir"), default: ".",
    "Directories whose definitions are served; on the command line, as arguments.")
  static let drainTimeout = Setting(
    "drain-timeout", .duration, default: "30s",
    "How long requests and effects in flight may take at a shutdown before they are cancelled.")
  static let secrets = Setting("secrets", .text("file"), "A JSON file with the workflows' secrets, by name.")
  static let secretsDirectory = Setting(
    "secrets-dir", .text("dir"),
    "A directory with a file for each secret, used after the environment's JUGGLER_SECRET_<NAME>.")

  static let logLevel = Setting("log.level", .level, default: "notice", "From which level on messages are logged.")
  static let logFormat = Setting(
    "log.format", .choice("format", ["text", "logfmt", "json"]), default: "text",
    "How messages are written to standard error, a line each.")

  static let all: [any SettingDescription] = [
    host, port, store, workflows, drainTimeout, secrets, secretsDirectory, logLevel, logFormat,
  ]
}
