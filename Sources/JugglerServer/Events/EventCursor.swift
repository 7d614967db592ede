import Juggler

/// How far a client has come in the feeds of the store: the `id` of a server-sent event.
struct EventCursor: Hashable, Sendable {
  var journal: Int64
  var events: Int64

  init(journal: Int64 = 0, events: Int64 = 0) {
    self.journal = journal
    self.events = events
  }

  init(_ positions: FeedPositions) { self.init(journal: positions.journal, events: positions.events) }

  /// `nil` for text that is no cursor.
  init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let journal = Int64(parts[0]), let events = Int64(parts[1]), journal >= 0, events >= 0
    else {
      return nil
    }
    self.init(journal: journal, events: events)
  }

  var text: String { "\(journal)-\(events)" }

  /// Whether everything up to the other has been seen, too.
  func covers(_ other: EventCursor) -> Bool { journal >= other.journal && events >= other.events }

  mutating func advance(to other: EventCursor) {
    journal = max(journal, other.journal)
    events = max(events, other.events)
  }
}
