extension MemoryTables {
  func feed(of run: RunID?, after position: Int64, limit: Int) -> [FeedItem] {
    let limit = max(1, limit)
    if let run {
      guard let journal = runs[run]?.journal else { return [] }
      let start = journal.firstIndex { $0.position > position } ?? journal.endIndex
      return Array(journal[start...].prefix(limit))
    }
    guard let known = recent.known, position < known.upperBound else { return [] }
    var items: [FeedItem] = []
    var next = max(position + 1, known.lowerBound)
    while next <= known.upperBound, items.count < limit {
      let place = recent[next]
      // Its run may have been forgotten, or have begun anew since.
      if let journal = runs[place.run]?.journal, journal.indices.contains(Int(place.index)),
        journal[Int(place.index)].position == next
      {
        items.append(journal[Int(place.index)])
      }
      next += 1
    }
    return items
  }

  // MARK: Events

  mutating func publish(_ batch: [StoredEvent]) -> Int {
    var added = 0
    for var event in batch where eventNames.insert(EventName(event)).inserted {
      lastEvent += 1
      event.position = lastEvent
      events.append(event)
      added += 1
    }
    if events.count > Self.eventsKept { forgetEvents(events.count - Self.eventsKept * 3 / 4) }
    return added
  }

  func events(after position: Int64, limit: Int) -> ArraySlice<StoredEvent> {
    let start = events.firstIndex { $0.position > position } ?? events.endIndex
    return events[start...].prefix(max(1, limit))
  }

  mutating func pruneEvents(before time: Timestamp, limit: Int) -> Int {
    let count = events.prefix(max(0, limit)).prefix { $0.receivedAt < time }.count
    forgetEvents(count)
    return count
  }

  private mutating func forgetEvents(_ count: Int) {
    for event in events.prefix(count) { eventNames.remove(EventName(event)) }
    events.removeFirst(count)
  }
}

/// What makes two events the same one.
struct EventName: Hashable {
  var source: String
  var id: String

  init(_ event: StoredEvent) {
    source = event.source
    id = event.id
  }
}
