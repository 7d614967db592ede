/// Runs asynchronous code on one thread and on virtual time, the same way every time.
///
/// Everything that the body starts in its own task tree runs here, one job after the other. Whenever nothing can go on,
/// the clock moves to its next deadline: a wait of a year takes no time, and no test needs to know who sleeps when.
///
/// ```swift
/// let output = try await VirtualTime.run { time in
///   try await time.clock.sleep(for: .seconds(3600))
///   return time.clock.now.offset               // an hour
/// }
/// ```
///
/// What runs elsewhere (event loops, threads of one's own) is not seen: while the body waits for such, time may move on.
public final class VirtualTime: Sendable {
  /// Moves by itself; moving it by hand is possible, too.
  public let clock = ManualClock()
  private let executor: VirtualExecutor

  private init(seed: UInt64?) { executor = VirtualExecutor(seed: seed) }

  /// - Parameter seed: with one, the order of jobs that could run at the same time is random, and the same for the same
  ///   seed; without one they run in the order of their arrival.
  public static func run<Result: Sendable>(
    seed: UInt64? = nil, _ body: @escaping @Sendable (VirtualTime) async throws -> Result
  ) async throws -> Result {
    let time = VirtualTime(seed: seed)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask(executorPreference: time.executor) {
        defer { time.executor.finish() }
        return try await body(time)
      }
      group.addTask {
        await time.executor.drive { time.clock.advanceToNextDeadline() }
        return nil
      }
      var result: Result?
      while let ended = try await group.next() { result = ended ?? result }
      guard let result else { throw CancellationError() }
      return result
    }
  }

  /// Suspends until nothing else can go on without time passing.
  public func idle() async { await executor.idle() }
}
