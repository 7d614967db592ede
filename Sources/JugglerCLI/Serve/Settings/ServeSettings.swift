import JugglerServer
import Logging

/// Every setting of `juggler serve`. Help, environment, file and docs/configuration.md are checked against this table.
enum ServeSettings {
  static let all: [any SettingDescription] = server + encryption + access + limits + logs + telemetry

  // MARK: Where and what

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
  static let watch = Setting(
    "watch", .flag, default: "true", "Whether to follow the files of these directories while serving.")
  static let sameVersion = Setting(
    "same-version", .choice("what", ["replace", "refuse"]), default: "replace",
    "What becomes of a file whose version is there with another content: it takes its place, or is refused as by PUT.")
  static let computePriority = Setting(
    "compute-priority", .choice("what", ["low", "idle"]), default: "low",
    "How computing shares the cores with what answers: it gets less, or only what is left over (Linux).")
  static let secrets = Setting("secrets", .text("file"), "A JSON file with the workflows' secrets, by name.")
  static let secretsDirectory = Setting(
    "secrets-dir", .text("dir"),
    "A directory with a file for each secret, used after the environment's JUGGLER_SECRET_<NAME>.")
  static let shutdownDelay = Setting(
    "shutdown-delay", .delay, default: "0s",
    "At a shutdown, how long requests are served as before while /readyz says that no more are wanted.")
  static let drainTimeout = Setting(
    "drain-timeout", .duration, default: "30s",
    "At a shutdown, how long requests in hand may take, and then effects of runs, before they are cancelled.")

  static let server: [any SettingDescription] = [
    host, port, store, workflows, watch, sameVersion, computePriority, secrets, secretsDirectory, shutdownDelay,
    drainTimeout,
  ]

  // MARK: Encryption

  static let certificate = Setting(
    "tls.certificate", .text("file"), "The server's certificate and those that lead to the root, as PEM.")
  static let privateKey = Setting("tls.key", .text("file"), "The private key of the certificate, as PEM.")
  static let http2 = Setting(
    "http2", .flag, default: "true", "Whether to offer HTTP/2: by ALPN with TLS, with prior knowledge without.")

  static let encryption: [any SettingDescription] = [certificate, privateKey, http2]

  // MARK: Who may do what

  static let keys = Setting("keys", .text("file"), "The file with the hashes of the API keys.")
  static let issuer = Setting("jwt.issuer", .text("url"), "Whose JSON Web Tokens are accepted: what 'iss' must be.")
  static let audience = ListSetting("jwt.audience", .text("name"), "One of which 'aud' of a token must name.")
  static let keySet = Setting(
    "jwt.jwks", .text("url"), "Where the issuer's keys (a JWK Set) are: an https URL, or a file.")
  static let scopeClaim = Setting(
    "jwt.scope-claim", .text("claim"), default: "scope",
    "The claim that lists what the bearer may do; beginning with a slash, a JSON Pointer to it.")
  static let scopePrefix = Setting(
    "jwt.scope-prefix", .text("prefix"), default: "juggler:",
    "What stands before read, run, deploy and admin in that claim.")
  static let isOpen = Setting(
    "insecure-no-auth", .flag, default: "false",
    "Lets everybody who reaches the server do everything, on any address.")
  static let origins = ListSetting(
    "allowed-origins", .text("origin"), "Web pages that may call the server from a browser: https://app.example.com.")
  static let hosts = ListSetting(
    "allowed-hosts", .text("name"),
    "Names by which a server without authentication may be addressed, beside those of the loopback interface.")
  static let proxies = ListSetting(
    "trusted-proxies", .addresses,
    "Addresses and ranges of the proxies in front of the server that say where requests come from: 10.0.0.0/8.")
  static let proxyField = Setting(
    "trusted-proxies-header", .choice("header", TrustedProxies.Field.allCases.map(\.rawValue)),
    default: TrustedProxies.Field.xForwardedFor.rawValue,
    "The header field in which they do: x-forwarded-for or forwarded; the other one is not looked at.")
  static let allow = ListSetting(
    "allow", .choice("effect", ["shell", "script"]), "What workflows may do besides calling services: shell, script.")
  static let outboundAllow = ListSetting(
    "outbound.allow", .text("host"),
    "Hosts, *.domains and address ranges that workflows may connect to; without any, all that are not denied.")
  static let outboundDeny = ListSetting(
    "outbound.deny", .text("host"),
    "Hosts, *.domains and address ranges that workflows may not connect to, besides link-local and metadata addresses.")

  static let access: [any SettingDescription] = [
    keys, issuer, audience, keySet, scopeClaim, scopePrefix, isOpen, origins, hosts, proxies, proxyField, allow,
    outboundAllow, outboundDeny,
  ]

  // MARK: Limits

  static let bodySize = Setting(
    "limits.body", .size, default: "16MiB", "Bytes of a request's body; more is answered with 413.")
  static let headerSize = Setting(
    "limits.header", .size, default: "64KiB", "Bytes of a request's line and header fields; more is answered with 431.")
  static let connections = Setting(
    "limits.connections", .number("count", 1...Int.max), default: "20000",
    "Open connections; the next one is answered with 503 and closed.")
  static let requests = Setting(
    "limits.requests", .number("count", 1...Int.max), default: "8192",
    "Requests in hand at once; the next one is answered with 503 and Retry-After.")
  static let buffered = Setting(
    "limits.buffered", .size, default: "256MiB", "Bytes of request bodies in memory; the next is answered with 503.")
  static let clientRate = Setting(
    "limits.client-rate", .number("count", 1...1_000_000_000),
    "Requests a second of one client address in the long run; the next one is answered with 429.")
  static let clientBurst = Setting(
    "limits.client-burst", .number("count", 1...1_000_000_000),
    "Requests at once of one client address after a pause; as many as a second's unless given.")
  static let clientRequests = Setting(
    "limits.client-requests", .number("count", 1...1_000_000_000),
    "Requests in hand at once of one client address; needs limits.client-rate.")
  static let principalRate = Setting(
    "limits.principal-rate", .number("count", 1...1_000_000_000),
    "Requests a second of one API key, or one subject of tokens, in the long run; the next one is answered with 429.")
  static let principalBurst = Setting(
    "limits.principal-burst", .number("count", 1...1_000_000_000),
    "Requests at once of one API key or subject after a pause; as many as a second's unless given.")
  static let principalRequests = Setting(
    "limits.principal-requests", .number("count", 1...1_000_000_000),
    "Requests in hand at once of one API key or subject; needs limits.principal-rate.")
  static let headerTimeout = Setting(
    "limits.header-timeout", .duration, default: "15s", "From a connection's beginning to its first request's header.")
  static let bodyTimeout = Setting(
    "limits.body-timeout", .duration, default: "20s", "For a request's body, with more time for a larger one.")
  static let idleTimeout = Setting(
    "limits.idle-timeout", .duration, default: "75s", "How long a connection may wait for its next request.")
  static let writeTimeout = Setting(
    "limits.write-timeout", .duration, default: "30s", "How long a client may leave an answer unread.")

  static let limits: [any SettingDescription] = [
    bodySize, headerSize, connections, requests, buffered, clientRate, clientBurst, clientRequests,
    principalRate, principalBurst, principalRequests, headerTimeout, bodyTimeout, idleTimeout, writeTimeout,
  ]

  // MARK: Logs

  static let logLevel = Setting(
    "log.level", .level, default: "notice",
    "From which level on messages are logged; runs are logged at info, their tasks at debug.")
  static let logFormat = Setting(
    "log.format", .choice("format", ["text", "logfmt", "json"]), default: "text",
    "How messages are written to standard error, a line each.")

  static let logs: [any SettingDescription] = [logLevel, logFormat]

  // MARK: Telemetry

  static let collector = Setting(
    "otlp.endpoint", .text("url"),
    "The collector that traces are sent to by OTLP/HTTP, such as http://localhost:4318; without one, none are made.")
  static let collectorHeaders = ListSetting(
    "otlp.headers", .header, "Header fields for the collector, NAME=VALUE; secret ones belong in the environment.")
  static let compression = Setting(
    "otlp.compression", .choice("method", ["none", "gzip"]), default: "none",
    "How what is sent to the collector is compressed.")
  static let collectsMetrics = Setting(
    "otlp.metrics", .flag, default: "false", "Whether to send the metrics there too, once a minute.")
  static let serviceName = Setting(
    "otlp.service-name", .text("name"), default: "juggler", "What the collector calls this server.")
  static let sampling = Setting(
    "trace.sampling", .fraction("ratio"), default: "1",
    "Of the traces that begin here, how many are recorded, from 0 to 1; of others, their beginner decided.")

  static let telemetry: [any SettingDescription] = [
    collector, collectorHeaders, compression, collectsMetrics, serviceName, sampling,
  ]
}
