/// The values of a ``Memoize``. Pure state; times are nanoseconds since the clock's origin.
struct MemoizeCache<Key: Hashable, Value> {
  enum Lookup {
    case fresh(Value)
    /// Stale, and somebody sees to it already.
    case stale(Value)
    /// Stale, and whoever asked is to see to it.
    case refresh(Value)
    case missing
  }

  private struct Entry {
    var value: Value
    var storedAt: Int64
    var lastUsed: UInt64
    var isBeingRefreshed = false
  }

  private let ttl: Int64
  private let staleFor: Int64
  private let maxCount: Int
  private var entries: [Key: Entry] = [:]
  private var uses: UInt64 = 0

  init(ttl: Int64, staleFor: Int64, maxCount: Int) {
    self.ttl = ttl
    self.staleFor = staleFor
    self.maxCount = maxCount
  }

  var count: Int { entries.count }

  mutating func look(up key: Key, at now: Int64) -> Lookup {
    guard let index = entries.index(forKey: key) else { return .missing }
    uses += 1
    entries.values[index].lastUsed = uses
    let entry = entries.values[index]
    let age = now - entry.storedAt
    if age < ttl { return .fresh(entry.value) }
    guard age - ttl < staleFor else {
      entries.remove(at: index)
      return .missing
    }
    if entry.isBeingRefreshed { return .stale(entry.value) }
    entries.values[index].isBeingRefreshed = true
    return .refresh(entry.value)
  }

  mutating func store(_ value: Value, for key: Key, at now: Int64) {
    if entries[key] == nil, entries.count >= maxCount { forget() }
    uses += 1
    entries[key] = Entry(value: value, storedAt: now, lastUsed: uses)
  }

  /// The next to ask is to try again.
  mutating func refreshFailed(_ key: Key) {
    entries[key]?.isBeingRefreshed = false
  }

  mutating func remove(_ key: Key) {
    entries[key] = nil
  }

  mutating func removeAll() {
    entries = [:]
  }

  /// Forgets an eighth at once, so that looking for the oldest costs little for each new value.
  private mutating func forget() {
    let excess = entries.count - maxCount + max(1, maxCount / 8)
    for (key, _) in entries.sorted(by: { $0.value.lastUsed < $1.value.lastUsed }).prefix(excess) { entries[key] = nil }
  }
}
