import Synchronization

/// An executor that runs tasks only when a test says so, on the test's own thread, in the order they became ready.
///
/// With a ``ManualClock`` it makes concurrent code run the same way every time:
///
/// ```swift
/// let executor = ManualExecutor()
/// let task = Task(executorPreference: executor) { … }
/// executor.runUntilIdle()            // until every task waits or has ended
/// clock.advance(by: .seconds(1))
/// executor.runUntilIdle()
/// ```
public final class ManualExecutor: TaskExecutor, Sendable {
  private let jobs = Mutex<[UnownedJob]>([])

  public init() {}

  /// How many jobs are ready to run.
  public var readyCount: Int { jobs.withLock { $0.count } }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// Runs one job.
  ///
  /// - Returns: False when none is ready.
  @discardableResult
  public func runNext() -> Bool {
    guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return false }
    job.runSynchronously(on: asUnownedTaskExecutor())
    return true
  }

  /// Runs jobs, and those that they make ready, until none is ready.
  ///
  /// - Returns: How many were run.
  @discardableResult
  public func runUntilIdle() -> Int {
    var count = 0
    while runNext() { count += 1 }
    return count
  }
}
