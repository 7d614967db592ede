/// A part of a list, and where the next part begins.
public struct Page<Item: Sendable>: Sendable {
  public var items: [Item]
  /// Give it back to get what follows; `nil` at the end. What is in it is the store's own business.
  public var nextCursor: String?

  public init(items: [Item], nextCursor: String?) {
    self.items = items
    self.nextCursor = nextCursor
  }
}

/// A part of a journal, and where the next part begins.
public struct JournalPage: Sendable {
  public var entries: [JournalEntry]
  /// The position behind the last of them; `nil` when nothing follows (yet).
  public var next: Int64?
  /// The position behind the last of them, also when nothing follows yet: what is appended later is found from there. Of
  /// an empty page it is the position that was asked for.
  public var end: Int64

  public init(entries: [JournalEntry], next: Int64?, end: Int64) {
    self.entries = entries
    self.next = next
    self.end = end
  }
}
