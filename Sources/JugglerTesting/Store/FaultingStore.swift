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
/// The other initializers make a store that really ends the process, that breaks its contract, or that does before each
/// call what a test wants: fail for a while, wait, let somebody else be quicker.
public final class FaultingStore: RunStore {
  /// On which side of durability the crash falls.
  public enum Moment: String, Sendable, CaseIterable {
    /// The batch is lost.
    case beforeCommit
    /// The batch is durable, but nobody is told.
    case afterCommit
  }

  /// What a store is asked to do.
  public enum Operation: Sendable, Hashable {
    case append([RunID]), journal(RunID, after: Int64), start, run(RunID), runs, transition(RunID), request(RunID),
      requests
    case clear(RunID), register, renew, evict, unregister, claimDue, claim(RunID), nextWake, definitions, prune
    case feed, events
  }

  public typealias Hook = @Sendable (Operation) async throws(StoreError) -> Void

  private enum Fault {
    case crash(Moment)
    case kill(Moment)
    case lose
    case hook(Hook)
  }

  private struct State {
    var count = 0
    var hasCrashed = false
  }

  let store: any RunStore
  public let isShared: Bool
  private let point: Int
  private let fault: Fault
  private let state = Mutex(State())

  private init(_ store: any RunStore, _ point: Int, _ fault: Fault, isShared: Bool? = nil) {
    self.store = store
    self.point = point
    self.fault = fault
    self.isShared = isShared ?? store.isShared
  }

  /// - Parameter entry: the entry, counted from 1 over all runs, whose batch crashes.
  public convenience init(_ store: any RunStore, crashingAt entry: Int, _ moment: Moment) {
    self.init(store, entry, .crash(moment))
  }

  /// Sends this process SIGKILL at a write: a batch of entries, a start, a transition, a request or the end of one, a
  /// claim, a registration. Leases are renewed when time passes, and not counted.
  ///
  /// - Parameter write: which one, from 1.
  public convenience init(_ store: any RunStore, killingAt write: Int, _ moment: Moment) {
    self.init(store, write, .kill(moment))
  }

  /// Says of one batch that it is durable, and forgets it: what no store may do, so that a test which should notice it
  /// can be seen to.
  ///
  /// - Parameter batch: which one, from 1.
  public convenience init(_ store: any RunStore, losing batch: Int) { self.init(store, batch, .lose) }

  /// Calls `hook` before each call of the store; an error that it throws is the call's.
  ///
  /// - Parameter isShared: whether others use the same data; `nil` as the store itself says.
  public convenience init(_ store: any RunStore, isShared: Bool? = nil, before hook: @escaping Hook) {
    self.init(store, 0, .hook(hook), isShared: isShared)
  }

  public var hasCrashed: Bool { state.withLock { $0.hasCrashed } }

  public func append(_ batch: [JournalEntry], by owner: OwnerID?) async throws(StoreError) {
    switch fault {
    case .crash(let moment):
      let (crashes, wasUp) = count(batch.count)
      if !crashes || wasUp && moment == .afterCommit { try await store.append(batch, by: owner) }
      if crashes { throw crash }
    case .kill, .hook:
      try await write(.append(batch.map(\.run))) { () async throws(StoreError) in
        try await store.append(batch, by: owner)
      }
    case .lose:
      let (isLost, wasKept) = count(1)
      if !isLost || !wasKept { try await store.append(batch, by: owner) }
    }
  }

  /// A write other than `append`: only a store that kills the process counts it.
  func write<R>(
    _ operation: Operation, _ body: () async throws(StoreError) -> R
  ) async throws(StoreError) -> R {
    guard case .kill(let moment) = fault else {
      try await pass(operation)
      return try await body()
    }
    let (crashes, wasUp) = count(1)
    guard crashes, wasUp else { return try await body() }
    if moment == .afterCommit { _ = try await body() }
    kill(getpid(), SIGKILL)
    throw crash
  }

  /// Before a call that is no write.
  func pass(_ operation: Operation) async throws(StoreError) {
    switch fault {
    case .crash, .kill: if hasCrashed { throw crash }
    case .lose: break
    case .hook(let hook): try await hook(operation)
    }
  }

  /// An engine asks again and again what is due; it is a write when there was something to claim.
  func noteClaim() async throws(StoreError) {
    if case .kill = fault { try await write(.claimDue) { () async throws(StoreError) in } }
  }

  private func count(_ number: Int) -> (crashes: Bool, wasUp: Bool) {
    state.withLock { state in
      let wasUp = !state.hasCrashed
      state.count += number
      state.hasCrashed = state.hasCrashed || state.count >= point
      return (state.hasCrashed, wasUp)
    }
  }

  private var crash: StoreError { StoreError(.closed, "the store crashed, as it was told to, at entry \(point)") }
}
