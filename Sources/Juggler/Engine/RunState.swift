/// What a driven run waits for, and whether it is to stop.
struct RunState {
  enum Wake {
    case time(Timestamp)
    case now(Timestamp)
    case untimed
  }

  enum Blocking {
    case waits, open, cancelled
  }

  private(set) var interruption: Interruption?
  private(set) var isUnwinding = false
  private(set) var waits = 0
  private var shortWaits = 0
  /// Branches that wait until the run may have a slot again.
  var standing = 0
  /// Time limits that the journal knows nothing of.
  var unkeptLimits = 0
  /// Of the long waits since there was none; one that is over may still be counted.
  private var earliestWake: Timestamp?
  var isWatched = false
  /// Somebody told the run to look for what came, since it was loaded.
  private var wasWoken = false
  /// It was decided when the run is to be loaded again.
  private var hasParked = false
  /// It was resumed while it was being suspended.
  var wantsToResume = false
  /// When the run is to go on, as its interrupted waits say.
  private var wakesAt: Timestamp?
  private var hasUntimedWait = false

  private var lastBlocked: UInt64 = 0
  private var blocked: [UInt64: UnsafeContinuation<Void, any Error>] = [:]
  private var cancelledEarly: Set<UInt64> = []
  private var reserved: Set<UInt64> = []

  /// A later reason counts only when it is stronger.
  mutating func interrupt(_ reason: Interruption) -> Bool {
    switch (interruption, reason) {
    case (nil, _), (.suspended, .cancelled), (.parked, .cancelled), (.shutdown, .cancelled), (.parked, .suspended),
      (.parked, .shutdown), (.shutdown, .suspended):
      interruption = reason
      if case .suspended = reason { wantsToResume = false }
      return true
    case (.deposed, _): return false
    case (_, .deposed):
      interruption = reason
      return true
    default: return false
    }
  }

  mutating func unwind(isDrained: Bool) -> Bool {
    guard interruption != nil, isDrained, !isUnwinding else { return false }
    isUnwinding = true
    return true
  }

  mutating func takeSuspensionBack() -> [UnsafeContinuation<Void, any Error>]? {
    guard case .suspended = interruption else { return nil }
    guard !isUnwinding else {
      wantsToResume = true
      return nil
    }
    interruption = nil
    defer { blocked = [:] }
    return Array(blocked.values)
  }

  // MARK: Waits

  mutating func beginWait(until wakesAt: Timestamp?, isShort: Bool) {
    if waits == shortWaits { earliestWake = nil }
    waits += 1
    if isShort {
      shortWaits += 1
    } else if let wakesAt {
      earliestWake = earliestWake.map { min($0, wakesAt) } ?? wakesAt
    }
  }

  mutating func endWait(isShort: Bool) {
    waits -= 1
    if isShort { shortWaits -= 1 }
  }

  /// Tells the run to look for what came. False when it is leaving memory, and what is asked of it must stay asked: else
  /// nobody would load it again.
  mutating func wake() -> Bool {
    if hasParked { return false }
    wasWoken = true
    return true
  }

  /// When a run that leaves memory is to be loaded again; `nil` when it is for somebody to ask for that.
  mutating func park(at now: Timestamp) -> Timestamp? {
    hasParked = true
    return wasWoken || wakesAt == nil && !hasUntimedWait ? now : wakesAt
  }

  mutating func unwound(_ wake: Wake) {
    switch wake {
    case .untimed: hasUntimedWait = true
    case .time(let time), .now(let time): wakesAt = wakesAt.map { min($0, time) } ?? time
    }
  }

  var waitsShortly: Bool { shortWaits > 0 }

  /// Whether all that the run waits for is further away than `threshold`.
  func waitsLong(now: Timestamp, threshold: Timestamp) -> Bool {
    waits > 0 && shortWaits == 0 && standing == 0 && unkeptLimits == 0 && interruption == nil
      && (earliestWake.map { $0 > threshold || $0 < now } ?? true)
  }

  // MARK: The gate

  mutating func reserve() -> UInt64 {
    lastBlocked += 1
    reserved.insert(lastBlocked)
    return lastBlocked
  }

  mutating func block(_ id: UInt64, _ continuation: UnsafeContinuation<Void, any Error>) -> Blocking {
    reserved.remove(id)
    if cancelledEarly.remove(id) != nil { return .cancelled }
    if interruption == nil { return .open }
    blocked[id] = continuation
    return .waits
  }

  mutating func unblock(_ id: UInt64) -> UnsafeContinuation<Void, any Error>? {
    if reserved.contains(id) {
      cancelledEarly.insert(id)
      return nil
    }
    return blocked.removeValue(forKey: id)
  }
}
