/// At most so many calls in any stretch of time as long as the window. Times are nanoseconds since the clock's origin.
struct SlidingWindow {
  private let limit: Int
  private let width: Int64
  /// When each call was, or will be, in order; without those that no window reaches any more.
  private var instants: [Int64] = []
  private var head = 0

  init(limit: Int, window: Duration) {
    self.limit = limit
    width = max(1, window.nanosecondsRoundedUp)
  }

  private var count: Int { instants.count - head }

  /// How long so many calls together would have to wait; nil when the window never admits that many.
  func wait(for calls: Int, at now: Int64) -> Int64? {
    guard calls <= limit else { return nil }
    // The calls must come after the last one, and a window after the one that is `limit` before them.
    var earliest = max(now, instants.last ?? now)
    let excess = count + calls - limit
    if excess > 0 { earliest = max(earliest, instants[head + excess - 1] + width) }
    return earliest - now
  }

  /// Enters calls that are made now or after a wait.
  mutating func take(_ calls: Int, at instant: Int64, now: Int64) {
    while head < instants.count, instants[head] <= now - width { head += 1 }
    if head >= 64, head * 2 >= instants.count {
      instants.removeFirst(head)
      head = 0
    }
    instants.append(contentsOf: repeatElement(instant, count: calls))
  }

  /// Removes calls that were entered for that instant and then not made.
  mutating func giveBack(_ calls: Int, at instant: Int64) {
    for _ in 0..<calls {
      guard let index = instants.lastIndex(of: instant), index >= head else { return }
      instants.remove(at: index)
    }
  }

  /// No call matters any more, so that it is as good as a new one.
  func isFull(at now: Int64) -> Bool {
    (instants.last ?? .min) <= now - width
  }
}
