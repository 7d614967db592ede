import Synchronization

/// Remembers what a slow function returned, for a time, and lets concurrent callers share one call of it.
///
/// ```swift
/// let rates = Memoize(ttl: .seconds(60), staleFor: .seconds(600), clock: ContinuousClock()) { currency in
///   try await fetchRate(currency)
/// }
/// let rate = try await rates["EUR"]
/// ```
///
/// Errors are not remembered. A value older than `ttl`, but not by more than `staleFor`, is stale: one caller calls the
/// function anew, and the others get the stale value meanwhile. While ``refreshStaleValues()`` runs, that does it, and
/// no caller waits.
public final class Memoize<Key: Hashable & Sendable, Value: Sendable, C: Clock>: Sendable where C.Duration == Duration {
  private let function: @Sendable (Key) async throws -> Value
  private let clock: C
  private let origin: C.Instant
  private let flights = SingleFlight<Key, Value>()
  private let refreshes = Mutex(FIFO<Key>())
  private let refreshing = AsyncSemaphore(permits: 0)
  private let isRefreshed = Atomic<Int>(0)
  private let cache: Mutex<MemoizeCache<Key, Value>>

  /// - Parameters:
  ///   - ttl: How long a value is fresh.
  ///   - staleFor: How much longer it may be used while a new one is fetched.
  ///   - maxCount: How many values are kept; beyond that, those not used for longest are forgotten.
  ///   - clock: Measures the age.
  ///   - function: What to remember.
  public init(
    ttl: Duration, staleFor: Duration = .zero, maxCount: Int = 10_000, clock: C,
    _ function: @escaping @Sendable (Key) async throws -> Value
  ) {
    self.function = function
    self.clock = clock
    origin = clock.now
    cache = Mutex(
      MemoizeCache(
        ttl: ttl.nanosecondsRoundedDown, staleFor: staleFor.nanosecondsRoundedDown, maxCount: max(1, maxCount)))
  }

  /// How many values are kept, fresh or not.
  public var count: Int { cache.withLock { $0.count } }

  /// The value for the key, remembered or fetched.
  ///
  /// - Throws: What the function throws when there is no value to fall back on; `CancellationError` when the task is
  ///   cancelled while it waits for another's call.
  public subscript(key: Key) -> Value {
    get async throws {
      let now = now
      switch cache.withLock({ $0.look(up: key, at: now) }) {
      case .fresh(let value), .stale(let value):
        return value
      case .refresh(let value):
        if isRefreshed.load(ordering: .acquiring) > 0 {
          refreshes.withLock { $0.append(key) }
          refreshing.release()
          return value
        }
        return try await refreshed(key, orElse: value)
      case .missing:
        return try await fetch(key)
      }
    }
  }

  /// Forgets the value for the key.
  public func invalidate(_ key: Key) {
    cache.withLock { $0.remove(key) }
  }

  /// Forgets all values.
  public func invalidateAll() {
    cache.withLock { $0.removeAll() }
  }

  /// Fetches stale values anew, until the task is cancelled, so that no caller waits for that.
  ///
  /// - Parameter maxConcurrency: How many at a time.
  public func refreshStaleValues(maxConcurrency: Int = 4) async {
    isRefreshed.add(1, ordering: .acquiringAndReleasing)
    defer { isRefreshed.subtract(1, ordering: .acquiringAndReleasing) }
    await withDiscardingTaskGroup { group in
      let room = AsyncSemaphore(permits: max(1, maxConcurrency))
      while (try? await room.acquire()) != nil, (try? await refreshing.acquire()) != nil {
        guard let key = refreshes.withLock({ $0.popFirst() }) else { continue }
        group.addTask {
          defer { room.release() }
          do { _ = try await self.fetch(key) } catch { self.cache.withLock { $0.refreshFailed(key) } }
        }
      }
    }
    // Whoever finds them stale from now on sees to it.
    while let key = refreshes.withLock({ $0.popFirst() }) { cache.withLock { $0.refreshFailed(key) } }
  }

  private var now: Int64 { origin.duration(to: clock.now).nanosecondsRoundedDown }

  private func fetch(_ key: Key) async throws -> Value {
    try await flights.run(key) {
      let value = try await function(key)
      let now = now
      cache.withLock { $0.store(value, for: key, at: now) }
      return value
    }
  }

  private func refreshed(_ key: Key, orElse stale: Value) async throws -> Value {
    do {
      return try await fetch(key)
    } catch {
      cache.withLock { $0.refreshFailed(key) }
      if Task.isCancelled { throw error }
      return stale
    }
  }
}
