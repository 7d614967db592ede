/// The runs of one workflow that count against its limits, and those that wait for their turn: decides, and does nothing.
struct AdmissionQueue {
  struct Entrant {
    enum Purpose {
      /// A run that is to begin.
      case begin
      /// A run that goes on after a wait, and stands still until it may.
      case goOn(UInt64)
    }

    var ticket: RunTicket
    var purpose: Purpose
  }

  var policy: AdmissionPolicy
  private(set) var entrants: [Entrant] = []
  private var running = 0
  private var runningPerKey: [String: Int] = [:]
  /// When the next run could begin if runs began evenly: the "theoretical arrival time" of the generic cell rate algorithm.
  private var evenTime: Timestamp?
  /// When the entrants will be looked at again because of the rate.
  private var scheduledLook: Timestamp?

  init(policy: AdmissionPolicy) { self.policy = policy }

  /// Takes a slot if one is free and nobody is waiting for it.
  mutating func tryBegin(_ ticket: RunTicket, at now: Timestamp) -> Bool {
    guard entrants.isEmpty, hasRoom(for: ticket), nextBegin(at: now) <= now else { return false }
    take(ticket)
    countBegin(at: now)
    return true
  }

  mutating func add(_ entrant: Entrant) {
    // Runs that go on stand before those that begin, for they hold memory and perhaps others up.
    // `~` turns the order of all integers around; `-` has no answer for the least.
    func rank(_ entrant: Entrant) -> (Int, Int, RunID) {
      if case .goOn = entrant.purpose { return (~entrant.ticket.priority, 0, entrant.ticket.id) }
      return (~entrant.ticket.priority, 1, entrant.ticket.id)
    }
    let new = rank(entrant)
    var (low, high) = (0, entrants.count)
    while low < high {
      let middle = (low + high) / 2
      if rank(entrants[middle]) <= new { low = middle + 1 } else { high = middle }
    }
    entrants.insert(entrant, at: low)
  }

  mutating func remove(_ isIt: (Entrant) -> Bool) -> Entrant? {
    entrants.firstIndex(where: isIt).map { entrants.remove(at: $0) }
  }

  mutating func release(_ ticket: RunTicket) {
    running -= 1
    if let key = ticket.concurrencyKey, let count = runningPerKey[key] {
      runningPerKey[key] = count > 1 ? count - 1 : nil
    }
  }

  /// Those whose turn it is now, and when to look again because of the rate, unless somebody will anyway.
  mutating func admitted(at now: Timestamp) -> (entrants: [Entrant], nextLook: Timestamp?) {
    var admitted: [Entrant] = []
    var nextLook: Timestamp?
    if let look = scheduledLook, look <= now { scheduledLook = nil }
    var index = 0
    while index < entrants.count, running < policy.concurrency ?? .max {
      let entrant = entrants[index]
      if case .begin = entrant.purpose {
        let begin = nextBegin(at: now)
        if begin > now {
          nextLook = begin
          index += 1
          continue
        }
      }
      guard hasRoom(for: entrant.ticket) else {
        index += 1
        continue
      }
      take(entrant.ticket)
      if case .begin = entrant.purpose { countBegin(at: now) }
      admitted.append(entrants.remove(at: index))
    }
    if let look = scheduledLook, let next = nextLook, look <= next { nextLook = nil }
    if let nextLook { scheduledLook = nextLook }
    return (admitted, nextLook)
  }

  private func hasRoom(for ticket: RunTicket) -> Bool {
    guard running < policy.concurrency ?? .max else { return false }
    guard let key = ticket.concurrencyKey, let limit = policy.concurrencyPerKey else { return true }
    return runningPerKey[key, default: 0] < limit
  }

  private mutating func take(_ ticket: RunTicket) {
    running += 1
    if let key = ticket.concurrencyKey { runningPerKey[key, default: 0] += 1 }
  }

  private func nextBegin(at now: Timestamp) -> Timestamp {
    guard let rate = policy.rate, let evenTime else { return now }
    // A whole period's number may begin at once.
    return evenTime + (.zero - rate.period) + rate.period / rate.count
  }

  private mutating func countBegin(at now: Timestamp) {
    guard let rate = policy.rate else { return }
    evenTime = max(evenTime ?? now, now) + rate.period / rate.count
  }
}
