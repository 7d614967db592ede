/// When calls may be made, by whatever limit. Pure state; times are nanoseconds since the clock's origin.
enum RateSchedule {
  case tokenBucket(TokenBucket)
  case slidingWindow(SlidingWindow)

  enum Decision: Equatable {
    /// The call may be made at that instant, now or later.
    case admitted(at: Int64)
    /// It may not; nil when it never may.
    case refused(wait: Int64?)
  }

  init(_ limit: RateLimit) {
    switch limit.kind {
    case .tokenBucket(let interval, let burst): self = .tokenBucket(TokenBucket(interval: interval, burst: burst))
    case .slidingWindow(let limit, let window): self = .slidingWindow(SlidingWindow(limit: limit, window: window))
    }
  }

  /// Reserves permits for the earliest instant, unless that is too far away.
  mutating func reserve(_ permits: Int, at now: Int64, maxWait: Int64) -> Decision {
    let permits = max(1, permits)
    switch self {
    case .tokenBucket(var bucket):
      guard let wait = bucket.wait(for: permits, at: now) else { return .refused(wait: nil) }
      guard wait <= maxWait else { return .refused(wait: wait) }
      bucket.take(permits, at: now)
      self = .tokenBucket(bucket)
      return .admitted(at: now + wait)
    case .slidingWindow(var window):
      guard let wait = window.wait(for: permits, at: now) else { return .refused(wait: nil) }
      guard wait <= maxWait else { return .refused(wait: wait) }
      // Given away first, so that the window is changed in place.
      self = .tokenBucket(TokenBucket(interval: .seconds(1), burst: 1))
      window.take(permits, at: now + wait, now: now)
      self = .slidingWindow(window)
      return .admitted(at: now + wait)
    }
  }

  /// Gives back what was reserved for that instant.
  mutating func giveBack(_ permits: Int, at instant: Int64) {
    let permits = max(1, permits)
    switch self {
    case .tokenBucket(var bucket):
      bucket.giveBack(permits)
      self = .tokenBucket(bucket)
    case .slidingWindow(var window):
      window.giveBack(permits, at: instant)
      self = .slidingWindow(window)
    }
  }

  /// As good as new.
  func isFull(at now: Int64) -> Bool {
    switch self {
    case .tokenBucket(let bucket): bucket.isFull(at: now)
    case .slidingWindow(let window): window.isFull(at: now)
    }
  }
}
