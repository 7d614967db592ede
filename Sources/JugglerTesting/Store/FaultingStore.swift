public import Juggler
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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
///
/// `init(_:killingAt:_:)` makes one that really ends the process, and does so at any write to the store; `init(_:losing:)`
/// one that breaks its contract.
public final class FaultingStore: RunStore {
  /// On which side of durability the crash falls.
  public enum Moment: String, Sendable, CaseIterable {
    /// The batch is lost.
    case beforeCommit
    /// The batch is durable, but nobody is told.
    case afterCommit
  }

  private enum Fault {
    case crash, kill, lose
  }

  private struct State {
    var count = 0
    var hasCrashed = false
  }

  let store: any RunStore
  private let point: Int
  private let moment: Moment
  private let fault: Fault
  private let state = Mutex(State())

  /// - Parameter entry: the entry, counted from 1 over all runs, whose batch crashes.
  public init(_ store: any RunStore, crashingAt entry: Int, _ moment: Moment) {
    self.store = store
    point = entry
    self.moment = moment
    fault = .crash
  }

  /// Sends this process SIGKILL at a write: a batch of entries, a start, a transition, a request or the end of one, a
  /// claim, a registration. Leases are renewed when time passes, and not counted.
  ///
  /// - Parameter write: which one, from 1.
  public init(_ store: any RunStore, killingAt write: Int, _ moment: Moment) {
    self.store = store
    point = write
    self.moment = moment
    fault = .kill
  }

  /// Says of one batch that it is durable, and forgets it: what no store may do, so that a test which should notice it
  /// can be seen to.
  ///
  /// - Parameter batch: which one, from 1.
  public init(_ store: any RunStore, losing batch: Int) {
    self.store = store
    point = batch
    moment = .beforeCommit
    fault = .lose
  }

  public var hasCrashed: Bool { state.withLock { $0.hasCrashed } }

  public func append(_ batch: [JournalEntry], by owner: OwnerID?) async throws(StoreError) {
    switch fault {
    case .crash:
      let (crashes, wasUp) = count(batch.count)
      if !crashes || wasUp && moment == .afterCommit { try await store.append(batch, by: owner) }
      if crashes { throw crash }
    case .kill: try await write { () async throws(StoreError) in try await store.append(batch, by: owner) }
    case .lose:
      let (isLost, wasKept) = count(1)
      if !isLost || !wasKept { try await store.append(batch, by: owner) }
    }
  }

  var killsProcess: Bool { fault == .kill }
  var isLosing: Bool { fault == .lose }

  /// A write other than `append`: only a store that kills the process counts it.
  func write<R>(_ body: () async throws(StoreError) -> R) async throws(StoreError) -> R {
    switch fault {
    case .lose: return try await body()
    case .crash:
      if hasCrashed { throw crash }
      return try await body()
    case .kill:
      let (crashes, wasUp) = count(1)
      guard crashes, wasUp else { return try await body() }
      if moment == .afterCommit { _ = try await body() }
      kill(getpid(), SIGKILL)
      throw crash
    }
  }

  private func count(_ number: Int) -> (crashes: Bool, wasUp: Bool) {
    state.withLock { state in
      let wasUp = !state.hasCrashed
      state.count += number
      state.hasCrashed = state.hasCrashed || state.count >= point
      return (state.hasCrashed, wasUp)
    }
  }

  var crash: StoreError { StoreError(.closed, "the store crashed, as it was told to, at entry \(point)") }
}
