import Testing

@testable import AsyncPatterns

/// The limits against plain references, with random calls, refusals and cancellations.
@Suite struct RateScheduleTests {
  /// The reference bucket: a number of tokens, topped up at every call, negative while calls of the future hold some.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func theTokenBucketHoldsTokens(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (interval, burst) = (Int64(100), 5)
    var schedule = RateSchedule(.tokenBucket(1, per: .nanoseconds(interval), burst: burst))
    var tokens = Double(burst)
    var now: Int64 = 0
    for _ in 0..<3000 {
      let elapsed = Int64.random(in: 0...150, using: &random)
      now += elapsed
      tokens = min(Double(burst), tokens + Double(elapsed) / Double(interval))
      let asked = Int.random(in: 1...6, using: &random)
      let maxWait = Int64.random(in: 0...400, using: &random)
      let decision = schedule.reserve(asked, at: now, maxWait: maxWait)
      let wait = Int64((max(0, Double(asked) - tokens) * Double(interval)).rounded())
      if asked > burst {
        #expect(decision == .refused(wait: nil))
      } else if wait > maxWait {
        #expect(decision == .refused(wait: wait))
      } else {
        #expect(decision == .admitted(at: now + wait))
        tokens -= Double(asked)
        if Int.random(in: 0..<8, using: &random) == 0 {
          schedule.giveBack(asked, at: now + wait)
          tokens = min(Double(burst), tokens + Double(asked))
        }
      }
    }
  }

  /// The reference window: every instant ever admitted. No stretch of that length may hold more than the limit, and no
  /// call may wait longer than it must.
  @Test(arguments: [5, 6, 7, 8] as [UInt64])
  func theSlidingWindowHoldsEveryStretchToItsLimit(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (limit, width) = (4, Int64(1000))
    var schedule = RateSchedule(.slidingWindow(limit, per: .nanoseconds(width)))
    var admitted: [Int64] = []
    var now: Int64 = 0
    for _ in 0..<1500 {
      now += Int64.random(in: 0...500, using: &random)
      let decision = schedule.reserve(1, at: now, maxWait: Int64.random(in: 0...3000, using: &random))
      let mustWait = admitted.count < limit ? 0 : admitted[admitted.count - limit] + width - now
      let earliest = now + max(0, mustWait, (admitted.last ?? now) - now)
      switch decision {
      case .admitted(let instant):
        #expect(instant == earliest)
        admitted.append(instant)
        #expect(admitted.filter { $0 > instant - width }.count <= limit)
        if Int.random(in: 0..<6, using: &random) == 0, instant > now {
          schedule.giveBack(1, at: instant)
          admitted.removeLast()
        }
      case .refused(let wait):
        #expect(wait == earliest - now)
      }
    }
  }

  @Test func aWindowAdmitsNoMoreThanItsLimitAtOnce() {
    var schedule = RateSchedule(.slidingWindow(3, per: .seconds(1)))
    #expect(schedule.reserve(4, at: 0, maxWait: .max) == .refused(wait: nil))
    #expect(schedule.reserve(3, at: 0, maxWait: 0) == .admitted(at: 0))
    #expect(schedule.reserve(1, at: 0, maxWait: 0) == .refused(wait: 1_000_000_000))
  }
}
