import ArgumentParser

/// Options of the command line that are settings.
protocol SettingOptions: ParsableArguments {
  /// Those that were given.
  var given: GivenSettings { get }
}

struct ServerOptions: SettingOptions {
  @Option(ServeSettings.host) var host: String?
  @Option(ServeSettings.port) var port: String?
  @Option(ServeSettings.store) var store: String?
  @Option(ServeSettings.secrets) var secrets: String?
  @Option(ServeSettings.secretsDirectory) var secretsDirectory: String?
  @Option(ServeSettings.drainTimeout) var drainTimeout: String?

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.host, host)
    given.give(ServeSettings.port, port)
    given.give(ServeSettings.store, store)
    given.give(ServeSettings.secrets, secrets)
    given.give(ServeSettings.secretsDirectory, secretsDirectory)
    given.give(ServeSettings.drainTimeout, drainTimeout)
    return given
  }
}

struct LogOptions: SettingOptions {
  @Option(ServeSettings.logLevel) var level: String?
  @Option(ServeSettings.logFormat) var format: String?

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.logLevel, level)
    given.give(ServeSettings.logFormat, format)
    return given
  }
}
