import AsyncPatterns
import JWTKit
import Logging
import Synchronization

/// The keys of an issuer, fetched when they are needed.
///
/// Tokens may make it ask for more keys only so often. When the issuer does not answer, the keys that were known go on
/// counting: its failure locks nobody out.
final class KeySetCache: Sendable {
  typealias Fetch = @Sendable () async throws -> [UInt8]

  /// After so long the keys are fetched again, so that one that was withdrawn stops counting.
  static let lifetime = Duration.seconds(3600)
  /// So long after an attempt nobody makes the next.
  static let pause = Duration.seconds(10)

  private struct State {
    var keys: [VerificationKey] = []
    /// Counts up with every change.
    var version = 0
    var fetchedAt: Duration?
    var attemptedAt: Duration?
    var isFetching = false
  }

  struct Verifiers: Sendable {
    var all: [any JWTAlgorithm]
    var version: Int
  }

  private enum Decision {
    case use
    case fetch
    case join
  }

  private let fetch: Fetch
  private let time: SecurityTime
  private let state = Mutex(State())
  private let flights = SingleFlight<Int, Void>()
  private let log = Logger(label: "juggler.security")

  init(time: SecurityTime, fetch: @escaping Fetch) {
    self.time = time
    self.fetch = fetch
  }

  /// Differs when the keys do.
  var version: Int { state.withLock { $0.version } }

  /// What may have signed a token of this header, and the version of the keys it is of.
  ///
  /// - Parameter mayFetch: whether an unknown key is a reason to ask the issuer.
  func verifiers(for keyID: String?, _ algorithm: String, mayFetch: Bool) async -> Verifiers {
    let now = time.uptime()
    let (known, decision) = state.withLock { state in
      let known = Self.verifiers(in: state, for: keyID, algorithm)
      let isOld = state.fetchedAt.map { now - $0 >= Self.lifetime } ?? true
      if !known.all.isEmpty, !isOld { return (known, Decision.use) }
      if state.isFetching { return (known, known.all.isEmpty ? .join : .use) }
      let isSoon = state.attemptedAt.map { now - $0 < Self.pause } ?? false
      guard !isSoon, isOld || mayFetch else { return (known, .use) }
      state.attemptedAt = now
      state.isFetching = true
      return (known, .fetch)
    }
    switch decision {
    case .use: return known
    case .fetch: try? await flights.run(0) { try await refresh() }
    case .join: try? await flights.run(0) {}
    }
    return state.withLock { Self.verifiers(in: $0, for: keyID, algorithm) }
  }

  /// Fetches the keys before anybody needs them.
  func load() async throws {
    let keys = try await VerificationKey.keys(inSet: try await fetch())
    guard !keys.isEmpty else { throw KeySetError("the JWK Set has no key that verifies signatures") }
    let now = time.uptime()
    state.withLock { state in
      state.keys = keys
      state.version += 1
      state.fetchedAt = now
    }
  }

  private func refresh() async throws {
    defer { state.withLock { $0.isFetching = false } }
    do {
      try await load()
    } catch {
      if error is CancellationError || Task.isCancelled {
        // Whoever asked has gone; that says nothing of the issuer.
        state.withLock { $0.attemptedAt = nil }
      } else {
        log.error("the keys that tokens are signed with stay as they were: \(error)")
      }
      throw error
    }
  }

  private static func verifiers(
    in state: State, for keyID: String?, _ algorithm: String
  ) -> Verifiers {
    let all = state.keys.compactMap { key in
      if let keyID, let id = key.id, id != keyID { return nil as (any JWTAlgorithm)? }
      return key.verifiers[algorithm]
    }
    return Verifiers(all: all, version: state.version)
  }
}
