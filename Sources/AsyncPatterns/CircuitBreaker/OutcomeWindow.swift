/// Counts how calls ended lately: the last so many, or those of the last so much time.
struct OutcomeWindow {
  struct Counts: Equatable {
    var total = 0
    var failed = 0
    var slow = 0

    static func += (left: inout Counts, right: Counts) {
      left.total += right.total
      left.failed += right.failed
      left.slow += right.slow
    }

    static func -= (left: inout Counts, right: Counts) {
      left.total -= right.total
      left.failed -= right.failed
      left.slow -= right.slow
    }
  }

  private static let buckets: Int64 = 10

  /// One place for each call, or for each tenth of the time.
  private var places: [Counts]
  /// Nil when the window counts calls.
  private let bucketWidth: Int64?
  /// The newest place: a running number.
  private var newest: Int64 = 0
  private(set) var counts = Counts()

  init(_ window: CircuitBreakerConfiguration.Window) {
    switch window {
    case .count(let count):
      places = Array(repeating: Counts(), count: max(1, count))
      bucketWidth = nil
    case .time(let duration):
      places = Array(repeating: Counts(), count: Int(Self.buckets))
      bucketWidth = max(1, duration.nanosecondsRoundedUp / Self.buckets)
    }
  }

  /// Adds a call that ended at `now`, in nanoseconds.
  mutating func record(failed: Bool, slow: Bool, at now: Int64) {
    forget(before: now)
    if bucketWidth == nil { moveOn() }
    let outcome = Counts(total: 1, failed: failed ? 1 : 0, slow: slow ? 1 : 0)
    places[index(of: newest)] += outcome
    counts += outcome
  }

  /// Forgets what is too old.
  mutating func forget(before now: Int64) {
    guard let bucketWidth else { return }
    let current = now / bucketWidth
    if current - newest >= Int64(places.count) {
      places = Array(repeating: Counts(), count: places.count)
      counts = Counts()
      newest = current
    }
    while newest < current { moveOn() }
  }

  private mutating func moveOn() {
    newest += 1
    counts -= places[index(of: newest)]
    places[index(of: newest)] = Counts()
  }

  private func index(of place: Int64) -> Int { Int(place % Int64(places.count)) }
}
