public import JSON

/// An entry of a journal, and where it stands among all entries of its store.
public struct FeedItem: Sendable {
  /// Greater than that of every entry that was committed before, whatever its run.
  public var position: Int64
  public var entry: JournalEntry

  public init(position: Int64, entry: JournalEntry) {
    self.position = position
    self.entry = entry
  }
}

/// Where the feeds of a store end.
public struct FeedPositions: Sendable, Hashable {
  /// Of the newest entry of any journal; 0 when there is none.
  public var journal: Int64
  /// Of the newest published event; 0 when there is none.
  public var events: Int64

  public init(journal: Int64, events: Int64) {
    self.journal = journal
    self.events = events
  }
}

/// Something that happened outside of runs, or that a run says to the world, kept until it is old.
public struct StoredEvent: Sendable, Hashable {
  /// Greater than that of every event that was stored before; the store gives it.
  public var position: Int64
  /// With `id` it names the event: the same again is no other one.
  public var source: String
  public var id: String
  public var receivedAt: Timestamp
  /// All of it: a CloudEvent in JSON.
  public var body: JSONValue

  public init(position: Int64 = 0, source: String, id: String, receivedAt: Timestamp, body: JSONValue) {
    self.position = position
    self.source = source
    self.id = id
    self.receivedAt = receivedAt
    self.body = body
  }
}
