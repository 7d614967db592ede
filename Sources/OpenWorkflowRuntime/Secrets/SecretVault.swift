import JSON
import Juggler
import Synchronization

/// The secrets of one workflow, across its runs: what their values are, and what they were.
///
/// A value that was replaced is masked like the one that replaced it: runs under way may still have it.
package final class SecretVault: Sendable {
  /// So many former values of all secrets are remembered.
  private static let limit = 32

  private struct State {
    var current: [(name: String, value: JSONValue)] = []
    var former: [(name: String, value: JSONValue)] = []
    var mask = SecretMask([])
  }

  package let declared: [String]
  private let sources: [any SecretSource]
  private let state = Mutex(State())

  package init(declared: [String], sources: [any SecretSource]) {
    self.declared = declared
    self.sources = sources
  }

  /// The values as they are now, and what keeps them from being written.
  package func open() -> (secrets: Secrets, mask: SecretMask) {
    let secrets = Secrets(declared: declared, sources: sources)
    // Reading nothing costs nothing, and neither does masking nothing.
    if declared.isEmpty { return (secrets, .none) }
    let available = secrets.available
    let mask = state.withLock { state in
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
