import AsyncPatterns
import JSON
import Juggler
import Synchronization

/// The secrets of one workflow, across its runs: what their values are, and what they were.
///
/// A value that was replaced is masked like the one that replaced it: runs under way may still have it. Sources are asked
/// once a second at most, not several times a run: some read files, and runs begin on event loops.
package final class SecretVault: Sendable {
  /// So many former values of all secrets are remembered.
  private static let limit = 32

  private struct State {
    var current: [(name: String, value: JSONValue)] = []
    var former: [(name: String, value: JSONValue)] = []
    var mask = SecretMask([])
    var opened: (secrets: Secrets, at: Int64)?
  }

  /// For how long what the sources said holds, in nanoseconds.
  private static let lifetime: Int64 = 1_000_000_000

  package let declared: [String]
  private let sources: [any SecretSource]
  private let now: @Sendable () -> Int64
  private let state = Mutex(State())

  /// - Parameter now: nanoseconds since some moment.
  package init(
    declared: [String], sources: [any SecretSource],
    now: @escaping @Sendable () -> Int64 = { ContinuousClock.nanoseconds }
  ) {
    self.declared = declared
    self.sources = sources
    self.now = now
  }

  /// The values as they are, or were a second ago, and what keeps them from being written.
  package func open() -> (secrets: Secrets, mask: SecretMask) {
    // Reading nothing costs nothing, and neither does masking nothing.
    if declared.isEmpty { return (Secrets(declared: declared, sources: sources), .none) }
    let now = now()
    let known = state.withLock { state in
      state.opened.flatMap { now - $0.at < Self.lifetime ? (secrets: $0.secrets, mask: state.mask) : nil }
    }
    if let known { return known }
    let secrets = Secrets(declared: declared, sources: sources)
    let available = secrets.available
    let mask = state.withLock { state in
      state.opened = (secrets, now)
      guard !state.current.elementsEqual(available, by: ==) else { return state.mask }
      let replaced = state.current.filter { old in !available.contains { $0 == old } }
      state.former = Array((replaced + state.former).prefix(Self.limit))
      state.current = available
      state.mask = SecretMask(available, former: state.former)
      return state.mask
    }
    return (secrets, mask)
  }

  package var mask: SecretMask { declared.isEmpty ? .none : open().mask }
}
