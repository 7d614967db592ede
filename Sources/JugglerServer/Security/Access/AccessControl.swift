package import HTTPTypes
import IPAddresses
import Logging
package import NIOCore

/// Decides who may make a request.
package final class AccessControl: Sendable {
  package let configuration: SecurityConfiguration
  private let keys: APIKeyStore?
  private let tokens: TokenVerifier?
  private let browsers: BrowserGuard
  private let failures: FailureLimiter
  private let principals: ClientLimiter<Principal.Identity>?
  private let log: Logger

  /// - Throws: an `APIKeyFileError` for keys that are missing or cannot be read.
  package convenience init(_ configuration: SecurityConfiguration, time: SecurityTime = .system) throws {
    let tokens = configuration.tokens.map { tokens in
      TokenVerifier(tokens, keys: KeySetCache(tokens.keys, time: time), time: time)
    }
    try self.init(configuration, tokens: tokens, time: time)
  }

  init(
    _ configuration: SecurityConfiguration, tokens: TokenVerifier?, time: SecurityTime,
    log: Logger = Logger(label: "juggler.security")
  ) throws {
    self.log = log
    self.configuration = configuration
    keys = try configuration.keysFile.map { path in try APIKeyStore(APIKeyFile(path), time: time, log: log) }
    self.tokens = tokens
    browsers = BrowserGuard(configuration)
    failures = FailureLimiter(limit: configuration.failuresPerMinute, time: time)
    principals = configuration.principalLimit.map { ClientLimiter($0, uptime: time.uptime) }
    if let path = configuration.keysFile, keyCount == 0, tokens == nil {
      let remedy = "make one, for example with 'juggler keys create me --scope admin --keys \(path)'"
      log.warning("nobody can use this server yet, for \(path) has no keys: \(remedy)")
    }
  }

  /// How many API keys there are.
  package var keyCount: Int { keys?.count ?? 0 }

  /// Reads the issuer's keys when a file has them: what is wrong with it is to be known before the first token comes. An
  /// issuer that is asked for them may be there later.
  package func prepare() async throws {
    guard case .file(let path)? = configuration.tokens?.keys else { return }
    do {
      try await tokens?.loadKeys()
    } catch let error as KeySetError {
      throw KeySetError("\(path): \(error)")
    }
  }

  /// Follows the file of the keys, when there is one, until the task is cancelled.
  package func run() async throws { try await keys?.run() }

  /// Who makes the request; `nil` for one that anybody may make.
  package func admit(
    _ request: HTTPRequest, from address: SocketAddress?, to access: EndpointAccess
  ) async throws(AccessDenied) -> Principal? {
    guard configuration.requiresAuthentication else {
      try browsers.check(request)
      return access == .open ? nil : .local
    }
    if access == .open { return nil }
    let principal = try await principal(of: request, from: address)
    if let principals, let seconds = principals.admit(principal.identity) {
      log.debug("too many requests", metadata: ["principal": "\(principal.name)"])
      throw AccessDenied(.tooManyRequests(retryAfter: seconds))
    }
    if case .scope(let scope) = access, !principal.may(scope) {
      leave(principal)
      throw AccessDenied(.scope(scope))
    }
    return principal
  }

  /// Whether those who were admitted have to ``leave(_:)``.
  package var countsRequests: Bool { principals?.limit.concurrency != nil }

  /// A request that was admitted is about to be answered.
  package func leave(_ principal: Principal) { principals?.leave(principal.identity) }

  private func principal(
    of request: HTTPRequest, from address: SocketAddress?
  ) async throws(AccessDenied) -> Principal {
    switch PresentedCredentials(request.headerFields) {
    case .none: throw AccessDenied(.anonymous)
    case .unusable(let problem): throw failure(problem, request, from: address)
    case .key(let key):
      guard let keys else { throw failure("this server takes no API keys", request, from: address) }
      switch keys.find(key) {
      case .principal(let principal): return principal
      case .expired: throw failure("the API key has expired", request, from: address)
      case .unknown: throw failure("the API key is not known", request, from: address)
      }
    case .token(let token):
      guard let tokens else {
        throw failure("the credentials are no API key, and tokens are not accepted", request, from: address)
      }
      do {
        return try await tokens.principal(
          of: token,
          mayFetch: !failures.isOver(ClientAddress(configuration.proxies.client(of: request, from: address))))
      } catch {
        throw failure(error.words, request, from: address)
      }
    }
  }

  private func failure(_ problem: String, _ request: HTTPRequest, from address: SocketAddress?) -> AccessDenied {
    let client = configuration.proxies.client(of: request, from: address)
    var metadata: Logger.Metadata = ["client": "\(client?.description ?? "local")"]
    if let peer = address.flatMap(IPAddress.init), peer != client { metadata["proxy"] = "\(peer)" }
    if let seconds = failures.fail(ClientAddress(client)) {
      log.debug("authentication failed again and again", metadata: metadata)
      return AccessDenied(.tooManyFailures(retryAfter: seconds))
    }
    log.notice("authentication failed: \(problem)", metadata: metadata)
    return AccessDenied(.credentials(problem))
  }
}
