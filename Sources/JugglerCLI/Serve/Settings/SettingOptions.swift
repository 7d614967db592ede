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
  @Flag(ServeSettings.watch) var watch: Bool?
  @Option(ServeSettings.sameVersion) var sameVersion: String?
  @Option(ServeSettings.computePriority) var computePriority: String?
  @Option(ServeSettings.secrets) var secrets: String?
  @Option(ServeSettings.secretsDirectory) var secretsDirectory: String?
  @Option(ServeSettings.shutdownDelay) var shutdownDelay: String?
  @Option(ServeSettings.drainTimeout) var drainTimeout: String?

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.host, host)
    given.give(ServeSettings.port, port)
    given.give(ServeSettings.store, store)
    given.give(ServeSettings.watch, watch)
    given.give(ServeSettings.sameVersion, sameVersion)
    given.give(ServeSettings.computePriority, computePriority)
    given.give(ServeSettings.secrets, secrets)
    given.give(ServeSettings.secretsDirectory, secretsDirectory)
    given.give(ServeSettings.shutdownDelay, shutdownDelay)
    given.give(ServeSettings.drainTimeout, drainTimeout)
    return given
  }
}

struct EncryptionOptions: SettingOptions {
  @Option(ServeSettings.certificate) var certificate: String?
  @Option(ServeSettings.privateKey) var privateKey: String?
  @Flag(ServeSettings.http2) var http2: Bool?

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.certificate, certificate)
    given.give(ServeSettings.privateKey, privateKey)
    given.give(ServeSettings.http2, http2)
    return given
  }
}

struct AccessOptions: SettingOptions {
  @Option(ServeSettings.keys) var keys: String?
  @Option(ServeSettings.issuer) var issuer: String?
  @Option(ServeSettings.audience) var audience: [String] = []
  @Option(ServeSettings.keySet) var keySet: String?
  @Option(ServeSettings.scopeClaim) var scopeClaim: String?
  @Option(ServeSettings.scopePrefix) var scopePrefix: String?
  @Flag(ServeSettings.isOpen) var isOpen: Bool?
  @Option(ServeSettings.origins) var origins: [String] = []
  @Option(ServeSettings.hosts) var hosts: [String] = []
  @Option(ServeSettings.proxies) var proxies: [String] = []
  @Option(ServeSettings.proxyField) var proxyField: String?
  @Option(ServeSettings.allow) var allow: [String] = []
  @Option(ServeSettings.outboundAllow) var outboundAllow: [String] = []
  @Option(ServeSettings.outboundDeny) var outboundDeny: [String] = []

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.keys, keys)
    given.give(ServeSettings.issuer, issuer)
    given.give(ServeSettings.audience, audience)
    given.give(ServeSettings.keySet, keySet)
    given.give(ServeSettings.scopeClaim, scopeClaim)
    given.give(ServeSettings.scopePrefix, scopePrefix)
    given.give(ServeSettings.isOpen, isOpen)
    given.give(ServeSettings.origins, origins)
    given.give(ServeSettings.hosts, hosts)
    given.give(ServeSettings.proxies, proxies)
    given.give(ServeSettings.proxyField, proxyField)
    given.give(ServeSettings.allow, allow)
    given.give(ServeSettings.outboundAllow, outboundAllow)
    given.give(ServeSettings.outboundDeny, outboundDeny)
    return given
  }
}

struct LimitOptions: SettingOptions {
  @Option(ServeSettings.bodySize) var bodySize: String?
  @Option(ServeSettings.headerSize) var headerSize: String?
  @Option(ServeSettings.connections) var connections: String?
  @Option(ServeSettings.requests) var requests: String?
  @Option(ServeSettings.buffered) var buffered: String?
  @Option(ServeSettings.clientRate) var clientRate: String?
  @Option(ServeSettings.clientBurst) var clientBurst: String?
  @Option(ServeSettings.clientRequests) var clientRequests: String?
  @Option(ServeSettings.principalRate) var principalRate: String?
  @Option(ServeSettings.principalBurst) var principalBurst: String?
  @Option(ServeSettings.principalRequests) var principalRequests: String?
  @Option(ServeSettings.headerTimeout) var headerTimeout: String?
  @Option(ServeSettings.bodyTimeout) var bodyTimeout: String?
  @Option(ServeSettings.idleTimeout) var idleTimeout: String?
  @Option(ServeSettings.writeTimeout) var writeTimeout: String?

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.bodySize, bodySize)
    given.give(ServeSettings.headerSize, headerSize)
    given.give(ServeSettings.connections, connections)
    given.give(ServeSettings.requests, requests)
    given.give(ServeSettings.buffered, buffered)
    given.give(ServeSettings.clientRate, clientRate)
    given.give(ServeSettings.clientBurst, clientBurst)
    given.give(ServeSettings.clientRequests, clientRequests)
    given.give(ServeSettings.principalRate, principalRate)
    given.give(ServeSettings.principalBurst, principalBurst)
    given.give(ServeSettings.principalRequests, principalRequests)
    given.give(ServeSettings.headerTimeout, headerTimeout)
    given.give(ServeSettings.bodyTimeout, bodyTimeout)
    given.give(ServeSettings.idleTimeout, idleTimeout)
    given.give(ServeSettings.writeTimeout, writeTimeout)
    return given
  }
}

struct LogOptions: SettingOptions {
  @Option(ServeSettings.logLevel) var logLevel: String?
  @Option(ServeSettings.logFormat) var logFormat: String?

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.logLevel, logLevel)
    given.give(ServeSettings.logFormat, logFormat)
    return given
  }
}

struct TelemetryOptions: SettingOptions {
  @Option(ServeSettings.collector) var collector: String?
  @Option(ServeSettings.collectorHeaders) var collectorHeaders: [String] = []
  @Option(ServeSettings.compression) var compression: String?
  @Flag(ServeSettings.collectsMetrics) var collectsMetrics: Bool?
  @Option(ServeSettings.serviceName) var serviceName: String?
  @Option(ServeSettings.sampling) var sampling: String?

  var given: GivenSettings {
    var given = GivenSettings()
    given.give(ServeSettings.collector, collector)
    given.give(ServeSettings.collectorHeaders, collectorHeaders)
    given.give(ServeSettings.compression, compression)
    given.give(ServeSettings.collectsMetrics, collectsMetrics)
    given.give(ServeSettings.serviceName, serviceName)
    given.give(ServeSettings.sampling, sampling)
    return given
  }
}
