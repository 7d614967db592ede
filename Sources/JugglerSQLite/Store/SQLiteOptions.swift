/// How a store uses its file. The defaults are right for nearly everybody.
public struct SQLiteOptions: Sendable, Hashable {
  public enum Durability: Sendable, Hashable {
    /// What is acknowledged survives a crash of the machine: an fdatasync each commit (`PRAGMA synchronous=FULL`).
    case full
    /// What is acknowledged survives a crash of the process. A crash of the machine may take the last commits, though it
    /// leaves the file sound (`PRAGMA synchronous=NORMAL`): steps that were acknowledged may then run again.
    case normal
  }

  public var durability: Durability
  /// How many reads go on at once, beside the writer.
  public var readers: Int
  /// How long to wait for a lock that another process holds.
  public var lockTimeout: Duration
  /// At how many pages (of 4 KiB) the write-ahead log is moved into the file.
  public var checkpointPages: Int
  /// JSON longer than this, in bytes, is kept out of line, and once however often it occurs.
  public var payloadThreshold: Int

  public init(
    durability: Durability = .full, readers: Int = 2, lockTimeout: Duration = .seconds(5), checkpointPages: Int = 4000,
    payloadThreshold: Int = 4096
  ) {
    self.durability = durability
    self.readers = readers
    self.lockTimeout = lockTimeout
    self.checkpointPages = max(1, checkpointPages)
    self.payloadThreshold = max(0, payloadThreshold)
  }
}
