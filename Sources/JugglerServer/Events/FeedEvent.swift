import JSON
import Juggler

/// Something to tell those who follow.
struct FeedEvent: Sendable {
  /// The place of what the store holds; `nil` for what only happens, and is told to those who are there.
  enum Place: Hashable, Sendable {
    case journal(Int64)
    case events(Int64)
  }

  var place: Place?
  var at: Timestamp
  var run: RunID?
  var type: String
  /// A CloudEvent.
  var json: String
  /// Whether the run is over with this.
  var isEnd = false

  /// Whether somebody who has come so far has seen it.
  func isSeen(at cursor: EventCursor) -> Bool {
    switch place {
    case .journal(let position): position <= cursor.journal
    case .events(let position): position <= cursor.events
    case nil: false
    }
  }
}

extension EventCursor {
  mutating func pass(_ event: FeedEvent) {
    switch event.place {
    case .journal(let position): journal = max(journal, position)
    case .events(let position): events = max(events, position)
    case nil: break
    }
  }
}

extension [FeedEvent] {
  /// Both in the order of time, and each in its own order whatever the time says.
  func merged(with others: [FeedEvent]) -> [FeedEvent] {
    if others.isEmpty { return self }
    var merged: [FeedEvent] = []
    merged.reserveCapacity(count + others.count)
    var rest = others[...]
    for event in self {
      while let other = rest.first, other.at <= event.at {
        merged.append(other)
        rest.removeFirst()
      }
      merged.append(event)
    }
    return merged + rest
  }
}
