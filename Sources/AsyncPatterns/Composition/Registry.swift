import Synchronization

/// One policy for each key (host, tenant, user), made when first asked for, and forgotten when there are too many.
///
/// ```swift
/// let breakers = Registry<String, CircuitBreaker<ContinuousClock>>(maxCount: 1000) { host in
///   CircuitBreaker(configuration, clock: ContinuousClock())
/// }
/// try await breakers["example.com"].run { … }
/// ```
public final class Registry<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    var value: Value
    var lastUsed: UInt64
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var uses: UInt64 = 0
  }

  private let maxCount: Int
  private let canForget: @Sendable (Value) -> Bool
  private let make: @Sendable (Key) -> Value
  private let state = Mutex(State())

  /// - Parameters:
  ///   - maxCount: How many are kept; beyond that, those not used for longest are forgotten.
  ///   - canForget: Whether one may be forgotten. If none may, more than `maxCount` are kept.
  ///   - make: Makes the one for a key. Called under a lock, so it must be quick and not use the registry.
  public init(
    maxCount: Int = .max,
    canForget: @escaping @Sendable (Value) -> Bool = { _ in true },
    make: @escaping @Sendable (Key) -> Value
  ) {
    self.maxCount = max(1, maxCount)
    self.canForget = canForget
    self.make = make
  }

  /// How many there are.
  public var count: Int { state.withLock { $0.entries.count } }

  /// All there are.
  public var all: [Key: Value] { state.withLock { $0.entries.mapValues(\.value) } }

  /// The one for the key, made if need be.
  public subscript(key: Key) -> Value {
    state.withLock { state in
      state.uses += 1
      if let index = state.entries.index(forKey: key) {
        state.entries.values[index].lastUsed = state.uses
        return state.entries.values[index].value
      }
      let value = make(key)
      if state.entries.count >= maxCount { forget(in: &state) }
      state.entries[key] = Entry(value: value, lastUsed: state.uses)
      return value
    }
  }

  /// Forgets the one for the key.
  @discardableResult
  public func remove(_ key: Key) -> Value? {
    state.withLock { $0.entries.removeValue(forKey: key)?.value }
  }

  /// Forgets an eighth at once, so that looking for the oldest costs little for each new key.
  private func forget(in state: inout State) {
    let excess = state.entries.count - maxCount + max(1, maxCount / 8)
    let oldest = state.entries.filter { canForget($0.value.value) }.sorted { $0.value.lastUsed < $1.value.lastUsed }
    for (key, _) in oldest.prefix(excess) { state.entries[key] = nil }
  }
}
