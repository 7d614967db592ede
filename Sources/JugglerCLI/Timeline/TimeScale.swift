import Juggler

/// Places points in time on a line of columns. Long stretches in which nothing but time passes are drawn shorter, so that
/// an hour's pause does not squeeze the rest into one column.
struct TimeScale: Sendable {
  /// A stretch of time and the share of the line that it is drawn on.
  private struct Piece {
    var time: Range<Timestamp>
    var place: Range<Double>
  }

  let columns: Int
  /// The stretches that are drawn shorter than they were.
  let compressed: [Range<Timestamp>]
  private let pieces: [Piece]

  /// - Parameter busy: when something other than a sleep was under way, in any order.
  init(_ time: Range<Timestamp>, busy: [Range<Timestamp>], columns: Int) {
    self.columns = max(columns, 1)
    let idle = Self.gaps(in: time, between: busy)
    let idleTime = idle.reduce(Duration.zero) { $0 + ($1.upperBound - $1.lowerBound) }
    let busyTime = (time.upperBound - time.lowerBound) - idleTime
    compressed = idle.filter { busyTime > .zero && $0.upperBound - $0.lowerBound > busyTime * 4 }

    var stretches: [(time: Range<Timestamp>, length: Double)] = []
    var position = time.lowerBound
    for gap in compressed {
      stretches.append((position..<gap.lowerBound, (gap.lowerBound - position).inSeconds))
      stretches.append((gap, busyTime.inSeconds * 0.25))
      position = gap.upperBound
    }
    stretches.append((position..<time.upperBound, (time.upperBound - position).inSeconds))

    let total = stretches.reduce(0) { $0 + $1.length }
    var place = 0.0
    pieces = stretches.map { stretch in
      let from = place
      place += total > 0 ? stretch.length / total : 0
      return Piece(time: stretch.time, place: from..<max(from, place))
    }
  }

  /// From 0 at the start to 1 at the end.
  func place(of time: Timestamp) -> Double {
    guard let piece = pieces.last(where: { $0.time.lowerBound <= time }) else { return 0 }
    let length = piece.time.upperBound - piece.time.lowerBound
    guard length > .zero else { return piece.place.lowerBound }
    let share = min(1, (time - piece.time.lowerBound) / length)
    return piece.place.lowerBound + share * (piece.place.upperBound - piece.place.lowerBound)
  }

  /// The columns that a stretch of time covers: at least one.
  func columns(of time: Range<Timestamp>) -> Range<Int> {
    let from = min(Int(place(of: time.lowerBound) * Double(columns)), columns - 1)
    let to = Int((place(of: time.upperBound) * Double(columns)).rounded(.up))
    return from..<min(columns, max(to, from + 1))
  }

  /// What of `time` none of `busy` covers.
  static func gaps(in time: Range<Timestamp>, between busy: [Range<Timestamp>]) -> [Range<Timestamp>] {
    var gaps: [Range<Timestamp>] = []
    var position = time.lowerBound
    for stretch in busy.sorted(by: { $0.lowerBound < $1.lowerBound }) where stretch.upperBound > position {
      if stretch.lowerBound > position { gaps.append(position..<min(stretch.lowerBound, time.upperBound)) }
      position = stretch.upperBound
      if position >= time.upperBound { return gaps }
    }
    gaps.append(position..<time.upperBound)
    return gaps
  }
}
