import Hummingbird
import Juggler
import NIOCore

/// Server-sent events (HTML Living Standard, section 9.2) to one client, from where it has come to on.
struct EventStream: Sendable {
  let feed: EventFeed
  let store: any RunStore
  /// `nil` for all runs and all published events.
  let run: RunID?
  /// Only these types, if any.
  let types: Set<String>
  let start: EventCursor

  static let pageSize = 200

  @concurrent
  func write(to writer: inout any ResponseBodyWriter) async throws {
    try await feed.follow()
    defer { feed.leave() }
    try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
    var cursor = start
    while true {
      guard try await catchUp(&cursor, &writer) else { return }
      guard let number = feed.join(at: cursor) else { continue }
      guard try await followLive(from: number, &cursor, &writer) else { return }
    }
  }

  /// What the store has; false when the run is over.
  @concurrent
  private func catchUp(_ cursor: inout EventCursor, _ writer: inout any ResponseBodyWriter) async throws -> Bool {
    var reader = FeedReader(store: store)
    while true {
      let head = EventCursor(try await store.feedPositions())
      let place = cursor
      let events: [FeedEvent]
      if let run {
        events = try await page(of: run, after: &cursor)
      } else {
        events = try await reader.read(after: &cursor)
      }
      guard try await write(events, from: place, &writer) else { return false }
      if events.isEmpty {
        cursor.advance(to: head)
        return true
      }
    }
  }

  private func page(of run: RunID, after cursor: inout EventCursor) async throws -> [FeedEvent] {
    guard let record = try await store.run(run) else { return [] }
    let lifecycle = LifecycleEvents(record)
    var events: [FeedEvent] = []
    while events.isEmpty {
      let items = try await store.feed(of: run, after: cursor.journal, limit: Self.pageSize)
      guard let last = items.last else { break }
      events = items.compactMap { lifecycle.event($0) }
      cursor.journal = max(cursor.journal, last.position)
    }
    return events
  }

  /// Until there is a gap (then true), or the end.
  @concurrent
  private func followLive(
    from number: Int64, _ cursor: inout EventCursor, _ writer: inout any ResponseBodyWriter
  ) async throws -> Bool {
    var number = number
    while true {
      switch await feed.next(after: number, of: run) {
      case .events(let events, let last):
        let news = events.filter { !$0.isSeen(at: cursor) }
        guard try await write(news, from: cursor, &writer) else { return false }
        for event in news { cursor.pass(event) }
        number = last
      case .heartbeat: try await writer.write(ByteBuffer(string: ":\n\n"))
      case .fellBehind: return true
      case .ended: return false
      }
    }
  }

  /// Writes those that are wanted at once; false when the run is over with them.
  @concurrent
  private func write(
    _ events: [FeedEvent], from start: EventCursor, _ writer: inout any ResponseBodyWriter
  ) async throws -> Bool {
    if events.isEmpty { return true }
    var buffer = ByteBuffer()
    var place = start
    for event in events {
      place.pass(event)
      guard types.isEmpty || types.contains(event.type) else { continue }
      if event.place != nil {
        buffer.writeString("id: \(place.text)\n")
      }
      buffer.writeString("data: \(event.json)\n\n")
    }
    if buffer.readableBytes > 0 { try await writer.write(buffer) }
    guard let run, events.contains(where: \.isEnd) else { return true }
    return try await store.run(run)?.status.isFinal == false
  }
}
