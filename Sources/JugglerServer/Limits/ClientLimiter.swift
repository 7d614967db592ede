import Synchronization

/// Counts the requests of each client: how many a second (the generic cell rate algorithm) and how many at once.
///
/// It remembers a client for as long as that can change an answer, and never more than `capacity` of them: then those
/// that may ask again soonest are forgotten first.
package final class ClientLimiter<Client: Hashable & Sendable>: Sendable {
  package let limit: ClientLimit
  private let table: Mutex<ClientTable<Client>>
  private let uptime: @Sendable () -> Duration

  /// - Parameter uptime: the time since any beginning; it never goes back.
  package init(
    _ limit: ClientLimit, capacity: Int = 100_000,
    uptime: @escaping @Sendable () -> Duration = SecurityTime.system.uptime
  ) {
    self.limit = limit
    self.uptime = uptime
    table = Mutex(ClientTable(limit: limit, capacity: capacity))
  }

  /// Takes a request in, to be given back by ``leave(_:)`` when concurrency is limited.
  ///
  /// - Returns: `nil`, or after how many seconds the client may ask again.
  package func admit(_ client: Client) -> Int? {
    let now = uptime() / .seconds(1)
    return table.withLock { $0.admit(client, at: now) }
  }

  /// A request that was taken in is answered.
  package func leave(_ client: Client) {
    table.withLock { $0.leave(client) }
  }
}

/// The state of ``ClientLimiter``; times are seconds.
struct ClientTable<Client: Hashable & Sendable>: Sendable {
  private struct Entry {
    /// When the bucket will be full again: the theoretical arrival time of the algorithm.
    var fullAt: Double
    var inFlight = 0
  }

  private let interval: Double
  private let tolerance: Double
  private let concurrency: Int
  private let countsConcurrency: Bool
  private let capacity: Int
  private var entries: [Client: Entry] = [:]
  /// Below it no sweep is worth its time.
  private var nextSweep: Double = 0

  init(limit: ClientLimit, capacity: Int) {
    interval = 1 / max(limit.rate, .leastNonzeroMagnitude)
    tolerance = interval * Double(max(1, limit.burst) - 1)
    concurrency = limit.concurrency ?? .max
    countsConcurrency = limit.concurrency != nil
    self.capacity = max(1, capacity)
  }

  var count: Int { entries.count }

  mutating func admit(_ client: Client, at now: Double) -> Int? {
    makeRoom(at: now, for: client)
    var entry = entries[client] ?? Entry(fullAt: now)
    if entry.inFlight >= concurrency { return 1 }
    let early = entry.fullAt - tolerance - now
    if early > 1e-9 { return Int(early.rounded(.up)) }
    entry.fullAt = max(entry.fullAt, now) + interval
    if countsConcurrency { entry.inFlight += 1 }
    entries[client] = entry
    return nil
  }

  mutating func leave(_ client: Client) {
    guard countsConcurrency, let entry = entries[client] else { return }
    entries[client]?.inFlight = max(0, entry.inFlight - 1)
  }

  /// Forgets clients who are as good as new; when that is not enough, those that are nearest to it.
  private mutating func makeRoom(at now: Double, for client: Client) {
    guard entries.count >= capacity, entries[client] == nil else { return }
    if now >= nextSweep {
      entries = entries.filter { $0.value.inFlight > 0 || $0.value.fullAt > now }
      nextSweep = now + 1
    }
    if entries.count >= capacity, let victim = entries.prefix(64).min(by: { $0.value.fullAt < $1.value.fullAt }) {
      entries[victim.key] = nil
    }
  }
}
