import IPAddresses
import JugglerConnectors
import JugglerServer
import Logging
import OpenWorkflowRuntime

extension SettingSources {
  /// Where the server listens, and what it accepts.
  func serverConfiguration() throws(UserError) -> APIServerConfiguration {
    APIServerConfiguration(
      host: try value(of: ServeSettings.host), port: try value(of: ServeSettings.port), tls: try tlsFiles(),
      http2: try value(of: ServeSettings.http2), limits: try limits(), proxies: try proxies(),
      drainTimeout: try value(of: ServeSettings.drainTimeout))
  }

  private func tlsFiles() throws(UserError) -> TLSFiles? {
    switch (self[ServeSettings.certificate], self[ServeSettings.privateKey]) {
    case (nil, nil): return nil
    case (let certificate?, let key?): return TLSFiles(certificateChain: certificate, privateKey: key)
    case (_?, nil):
      throw UserError("\(origin(of: ServeSettings.certificate)) needs \(ServeSettings.privateKey.option), its key")
    case (nil, _?):
      throw UserError(
        "\(origin(of: ServeSettings.privateKey)) needs \(ServeSettings.certificate.option), its certificate")
    }
  }

  private func limits() throws(UserError) -> ServerLimits {
    var limits = ServerLimits()
    limits.bodySize = try value(of: ServeSettings.bodySize)
    limits.headerSize = try value(of: ServeSettings.headerSize)
    limits.connections = try value(of: ServeSettings.connections)
    limits.concurrentRequests = try value(of: ServeSettings.requests)
    limits.bufferedBytes = try value(of: ServeSettings.buffered)
    limits.headerTimeout = try value(of: ServeSettings.headerTimeout)
    limits.bodyTimeout = try value(of: ServeSettings.bodyTimeout)
    limits.idleTimeout = try value(of: ServeSettings.idleTimeout)
    limits.writeTimeout = try value(of: ServeSettings.writeTimeout)
    limits.client = try limit(ServeSettings.clientRate, ServeSettings.clientBurst, ServeSettings.clientRequests)
    return limits
  }

  /// `nil` without a rate, which the others need.
  private func limit(
    _ rate: Setting<Int>, _ burst: Setting<Int>, _ concurrency: Setting<Int>
  ) throws(UserError) -> ClientLimit? {
    if let count = self[rate] {
      return ClientLimit(rate: Double(count), burst: self[burst] ?? count, concurrency: self[concurrency])
    }
    for setting in [burst, concurrency] where self[setting] != nil {
      throw UserError("\(origin(of: setting)) needs \(rate.option)")
    }
    return nil
  }

  /// Who may use the server. Refuses addresses that are not this machine's own when nobody is asked who they are.
  func securityConfiguration() throws(UserError) -> SecurityConfiguration {
    var security = SecurityConfiguration()
    security.keysFile = self[ServeSettings.keys]
    security.tokens = try tokens()
    security.allowsAnonymousRemoteAccess = try value(of: ServeSettings.isOpen)
    security.allowedOrigins = self[ServeSettings.origins]
    security.allowedHosts = self[ServeSettings.hosts]
    security.proxies = try proxies()
    security.principalLimit = try limit(
      ServeSettings.principalRate, ServeSettings.principalBurst, ServeSettings.principalRequests)
    if security.principalLimit != nil, !security.requiresAuthentication {
      throw UserError(
        "\(origin(of: ServeSettings.principalRate)) needs \(ServeSettings.keys.option) or \(ServeSettings.keySet.option): "
          + "without them nobody is told from anybody else")
    }
    var problems = security.problems
    if let problem = security.problem(for: try value(of: ServeSettings.host)) { problems.append(problem) }
    guard problems.isEmpty else { throw UserError(problems.joined(separator: "\njuggler: error: ")) }
    return security
  }

  /// Nobody's word counts unless somebody is named.
  private func proxies() throws(UserError) -> TrustedProxies? {
    let ranges = self[ServeSettings.proxies].compactMap { AddressRange($0) }
    guard !ranges.isEmpty else { return nil }
    let field = TrustedProxies.Field(rawValue: try value(of: ServeSettings.proxyField))
    return TrustedProxies(ranges, field: field ?? .xForwardedFor)
  }

  private func tokens() throws(UserError) -> TokenConfiguration? {
    guard let keys = self[ServeSettings.keySet] else {
      if self[ServeSettings.issuer] != nil {
        throw UserError("\(origin(of: ServeSettings.issuer)) needs \(ServeSettings.keySet.option): the issuer's keys")
      }
      return nil
    }
    let source: TokenConfiguration.KeySource = keys.contains("://") ? .url(keys) : .file(keys)
    var tokens = TokenConfiguration(
      keys: source, issuer: self[ServeSettings.issuer] ?? "", audiences: self[ServeSettings.audience])
    tokens.scopeClaim = try value(of: ServeSettings.scopeClaim)
    tokens.scopePrefix = try value(of: ServeSettings.scopePrefix)
    return tokens
  }

  /// What workflows may do, and where they may connect to.
  func effectPolicy() throws(UserError) -> EffectPolicy {
    EffectPolicy(
      processes: .server(allowing: Set(self[ServeSettings.allow].compactMap(ProcessPolicy.Process.init))),
      outbound: .server(
        allowed: try rules(ServeSettings.outboundAllow), denied: try rules(ServeSettings.outboundDeny)))
  }

  private func rules(_ setting: ListSetting) throws(UserError) -> [OutboundRule] {
    var rules: [OutboundRule] = []
    for text in self[setting] {
      do {
        rules.append(try OutboundRule(text))
      } catch {
        throw UserError("\(origin(of: setting)): \(error.description)")
      }
    }
    return rules
  }
}
