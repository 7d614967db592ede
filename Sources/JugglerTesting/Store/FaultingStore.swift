public import Juggler
import Synchronization

/// A store that crashes: from one entry on nothing can be appended any more, as if the process or its disk were gone.
///
/// What was committed before stays in the store behind it, to be resumed by another engine.
///
/// ```swift
/// let store = InMemoryStore()
/// let engine = Engine(store: FaultingStore(store, crashingAt: 3, .beforeCommit), …)
/// // … the run throws a StoreError …
/// let output = try await Engine(store: store, …).resume(run, as: workflow)
/// ```
public final class FaultingStore: RunStore {
  /// On which side of durability the crash falls.
  public enum Moment: Sendable, CaseIterable {
    /// The batch is lost.
    case beforeCommit
    /// The batch is durable, but nobody is told.
    case afterCommit
  }

  private struct State {
    var appended = 0
    var hasCrashed = false
  }

  let store: any RunStore
  private let entry: Int
  private let moment: Moment
  private let state = Mutex(State())

  /// - Parameter entry: the entry, counted from 1 over all runs, whose batch crashes.
  public init(_ store: any RunStore, crashingAt entry: Int, _ moment: Moment) {
    self.store = store
    self.entry = entry
    self.moment = moment
  }

  public var hasCrashed: Bool { state.withLock { $0.hasCrashed } }

  public func append(_ batch: [JournalEntry], by owner: OwnerID?) async throws(StoreError) {
    let (crashes, wasUp) = state.withLock { state in
      let wasUp = !state.hasCrashed
      state.appended += batch.count
      state.hasCrashed = state.hasCrashed || state.appended >= entry
      return (state.hasCrashed, wasUp)
    }
    if !crashes || wasUp && moment == .afterCommit { try await store.append(batch, by: owner) }
    if crashes { throw crash }
  }

  var crash: StoreError { StoreError(.closed, "the store crashed, as it was told to, at entry \(entry)") }
}
