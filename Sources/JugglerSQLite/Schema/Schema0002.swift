/// Published events.
enum Schema0002 {
  static let sql = """
    -- CloudEvents, in the order in which they came. AUTOINCREMENT never gives a position twice, although old events go.
    CREATE TABLE events (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      received_at INTEGER NOT NULL,
      source TEXT NOT NULL,
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      UNIQUE (source, id)
    );
    """
}
