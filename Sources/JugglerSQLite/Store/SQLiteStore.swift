internal import Dispatch
internal import GRDB
public import Juggler
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Keeps runs in an SQLite file: what was appended survives the process, and, by default, the loss of power.
///
/// The file, its `-wal` and its `-shm` belong together; copy a store with `backup(to:)`. Several processes on one machine
/// may use it at once. It must not lie on a network file system: SQLite's locks do not hold there.
public final class SQLiteStore: RunStore {
  public let path: String
  public let options: SQLiteOptions
  let pool: DatabasePool
  private let writer: Mutex<Writer?>

  /// Opens the store, makes the file if there is none, and brings an older schema up to date.
  ///
  /// It blocks its caller, as opening a file does, and while another process makes or migrates the same file, for at most
  /// `SQLiteOptions.lockTimeout`: open stores before event loops have something to do.
  ///
  /// - Throws: `unavailable` when the file cannot be opened or written, `corrupt` when it is something else than a store,
  ///   or one of a newer version.
  public init(path: String, options: SQLiteOptions = SQLiteOptions()) throws(StoreError) {
    self.path = path
    self.options = options
    do {
      pool = try Self.openPatiently(path, options)
      writer = Mutex(try Self.writer(of: pool, options))
    } catch {
      throw StoreError(error, at: path)
    }
  }

  public var isShared: Bool { true }

  /// Waits for what is under way, moves the log into the file and closes it. Later calls throw `closed`.
  public func close() async throws(StoreError) {
    try await onQueue { [self] pool in
      // Statements must be gone before their connection, and the last to use them is on the writer's queue.
      pool.writeWithoutTransaction { _ in writer.withLock { $0 = nil } }
      // The last connection to close moves the log into the file; a reader cannot.
      pool.invalidateReadOnlyConnections()
      try pool.close()
    }
  }

  /// Two processes that make the same file at the same moment: SQLite refuses the switch to the write-ahead log at once,
  /// without waiting for the lock, so whoever comes second tries again.
  private static func openPatiently(_ path: String, _ options: SQLiteOptions) throws -> DatabasePool {
    let deadline = ContinuousClock.now + options.lockTimeout
    while true {
      do {
        return try open(path, options)
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < deadline {
        usleep(20_000)
      }
    }
  }

  private static func open(_ path: String, _ options: SQLiteOptions) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(options.lockTimeout / .seconds(1))
    configuration.maximumReaderCount = max(1, options.readers)
    configuration.label = "juggler.store"
    let pool = try DatabasePool(path: path, configuration: configuration)
    try SchemaVersion.bringUpToDate(pool, path: path)
    return pool
  }

  private static func writer(of pool: DatabasePool, _ options: SQLiteOptions) throws -> Writer {
    try pool.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA synchronous = \(options.durability == .full ? "FULL" : "NORMAL");
          PRAGMA cache_size = -16000;
          PRAGMA journal_size_limit = \(options.checkpointPages * 4096 * 4);
          """)
      return try Writer(db, checkpointPages: options.checkpointPages)
    }
  }

  // MARK: Access

  /// Runs a transaction on the writer's thread. Cancelling the caller does not stop it.
  func write<T: Sendable>(_ body: @escaping @Sendable (Writer) throws -> T) async throws(StoreError) -> T {
    let result: Result<T, any Error> = await withCheckedContinuation { continuation in
      pool.asyncWriteWithoutTransaction { [self] _ in
        guard let writer = writer.withLock({ $0 }) else { return continuation.resume(returning: .failure(closed)) }
        continuation.resume(returning: Result { try writer.transaction(body) })
        writer.checkpointIfDue()
      }
    }
    return try get(result)
  }

  /// Reads from one moment's state of the file, beside the writer.
  func read<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws(StoreError) -> T {
    let result: Result<T, any Error> = await withCheckedContinuation { continuation in
      pool.asyncRead { database in
        continuation.resume(returning: Result { try body(database.get()) })
      }
    }
    return try get(result)
  }

  /// Runs what blocks for long, on a thread that may.
  func onQueue<T: Sendable>(_ body: @escaping @Sendable (DatabasePool) throws -> T) async throws(StoreError) -> T {
    let result: Result<T, any Error> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [pool] in continuation.resume(returning: Result { try body(pool) }) }
    }
    return try get(result)
  }

  private func get<T>(_ result: Result<T, any Error>) throws(StoreError) -> T {
    do {
      return try result.get()
    } catch {
      throw StoreError(error, at: path)
    }
  }

  var closed: StoreError { StoreError(.closed, "the store at \(path) was closed") }
}
