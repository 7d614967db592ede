import Juggler

/// The newest events, for those who follow live. Each has a number, from 1.
struct EventRing {
  static let limit = 4096

  private var ring: [FeedEvent] = []
  /// Of the last event before the ring was begun.
  private var base: Int64 = 0
  /// Of the newest event.
  private(set) var last: Int64 = 0
  /// How far the feeds had been read before the oldest event that is here.
  private(set) var floor: EventCursor
  /// How far they have been read.
  private(set) var head: EventCursor

  init(from cursor: EventCursor) {
    floor = cursor
    head = cursor
  }

  var first: Int64 { last - Int64(ring.count) + 1 }

  mutating func append(_ event: FeedEvent) {
    last += 1
    if ring.count < Self.limit {
      ring.append(event)
    } else {
      let place = index(last)
      floor.pass(ring[place])
      ring[place] = event
    }
    head.pass(event)
  }

  /// The feeds were read so far, whatever was in them.
  mutating func advance(to cursor: EventCursor) { head.advance(to: cursor) }

  /// Forgets all events, and goes on from here; numbers go on, too.
  mutating func restart(from cursor: EventCursor) {
    ring = []
    base = last
    floor = cursor
    head = cursor
  }

  /// The events behind a number, up to a limit; `nil` when some of them are gone.
  func events(after number: Int64, limit: Int) -> [FeedEvent]? {
    guard number >= first - 1 else { return nil }
    let end = min(last, number + Int64(limit))
    guard number < end else { return [] }
    return (number + 1...end).map { ring[index($0)] }
  }

  /// Where somebody begins who has come so far: behind what was seen; `nil` when something between is gone.
  func start(at cursor: EventCursor) -> Int64? {
    guard cursor.covers(floor) else { return nil }
    var number = first
    while number <= last {
      let event = ring[index(number)]
      if event.place != nil, !event.isSeen(at: cursor) { return number - 1 }
      number += 1
    }
    return last
  }

  private func index(_ number: Int64) -> Int { Int((number - base - 1) % Int64(Self.limit)) }
}
