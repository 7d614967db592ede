/// Threads for computing, one a core, apart from those that serve waits.
///
/// Async is not parallel, and a computation on the shared executor (or on an event loop) holds up everybody who
/// waits there. Computations belong here:
///
/// ```swift
/// let thumbnail = try await CPUPool.shared.run { try scale(image) }
/// ```
///
/// The threads are named, and on Linux stand below normal priority, so that threads that answer the network come
/// first when all cores are busy. Whole tasks run here with `withTaskExecutorPreference(CPUPool.shared) { … }`.
public final class CPUPool: TaskExecutor, Sendable {
  /// What a pool does at this moment, and did.
  public struct Metrics: Sendable, Equatable {
    /// Threads of the pool.
    public var threads: Int
    /// Threads computing now.
    public var busy: Int
    /// Jobs that wait for a thread.
    public var queued: Int
    /// Jobs done since the pool began.
    public var completed: Int
  }

  /// A pool for the whole process, with a thread for each core.
  public static let shared = CPUPool()

  /// How many threads the pool has.
  public let threadCount: Int

  private let queue: CPUQueue

  /// - Parameters:
  ///   - threads: How many; nil for one a core.
  ///   - name: What the operating system's tools call them, with a number added.
  ///   - niceness: How far below normal priority they stand, 0 to 19. Linux only.
  ///   - isIdle: Whether they give way at once to every other thread that wants their core (`SCHED_IDLE`, Linux only).
  ///     Then computing delays nobody who answers; and while others keep all cores busy, it hardly goes on.
  public init(threads: Int? = nil, name: String = "cpu", niceness: Int = 5, isIdle: Bool = false) {
    threadCount = max(1, threads ?? PlatformThread.coreCount)
    queue = CPUQueue()
    // Unowned, so that the threads do not keep the pool alive: a task that runs here does.
    let executor = asUnownedTaskExecutor()
    for number in 0..<threadCount {
      PlatformThread.start(
        name: "\(name)-\(number)", niceness: Int32(min(max(niceness, 0), 19)), isIdle: isIdle
      ) { [queue] in queue.work(as: executor) }
    }
  }

  deinit {
    queue.close()
  }

  /// What the pool does at this moment.
  public var metrics: Metrics {
    let counts = queue.counts
    return Metrics(threads: threadCount, busy: counts.busy, queued: counts.queued, completed: counts.completed)
  }

  public func enqueue(_ job: consuming ExecutorJob) {
    queue.enqueue(UnownedJob(job))
  }

  /// Computes on a thread of the pool, and returns to the caller's executor.
  ///
  /// - Parameter body: What to compute. It sees the task's cancellation and task-local values; it should look at
  ///   `Task.isCancelled` now and then when it takes long.
  /// - Throws: What `body` throws; `CancellationError` without calling it when the task is cancelled before it begins.
  public func run<R: Sendable>(_ body: sending @escaping () throws -> R) async throws -> R {
    let body = Transferred(value: body)
    return try await withTaskExecutorPreference(self) { try await Self.compute(body) }
  }

  /// Leaves the caller's actor for the preferred executor, the pool.
  @concurrent
  private static func compute<R: Sendable>(_ body: Transferred<() throws -> R>) async throws -> R {
    try Task.checkCancellation()
    return try body.value()
  }
}
