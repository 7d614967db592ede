/// Where the newest entries of all journals are, so that a feed of them need not look through every run.
struct RecentEntries {
  struct Place {
    var run: RunID
    /// In the run's journal.
    var index: Int32
  }

  static let limit = 16_384

  private var ring: [Place] = []
  /// The position of the newest entry.
  private(set) var last: Int64 = 0

  /// - Returns: the position of the entry.
  mutating func append(_ place: Place) -> Int64 {
    last += 1
    if ring.count < Self.limit { ring.append(place) } else { ring[Int((last - 1) % Int64(Self.limit))] = place }
    return last
  }

  /// The positions that are still known.
  var known: ClosedRange<Int64>? { last == 0 ? nil : last - Int64(ring.count) + 1...last }

  subscript(position: Int64) -> Place { ring[Int((position - 1) % Int64(Self.limit))] }
}
