import Synchronization

/// Collects single calls into batches: one call for many, whose results are handed back to each.
///
/// ```swift
/// let users = Batcher(maxSize: 100, maxDelay: .milliseconds(5), clock: .timers) { ids in
///   try await database.users(ids)          // as many results as ids, in their order
/// }
/// try await users.whileRunning {
///   let user = try await users(id)         // from as many tasks as you like
/// }
/// ```
///
/// A batch is sent when it is full, or when its first call has waited `maxDelay`. Batches are sent by ``run()``: calls
/// wait until it runs. A call that is cancelled while it waits leaves the batch; once the batch is under way only its
/// result is dropped.
public final class Batcher<Input: Sendable, Output: Sendable, C: Clock>: Sendable where C.Duration == Duration {
  private let maxSize: Int
  private let maxDelay: Duration
  private let maxConcurrentBatches: Int
  private let clock: C
  private let perform: @Sendable ([Input]) async throws -> [Output]
  private let calls = Channel<Call>(capacity: nil)

  private struct Call: Sendable {
    let input: Input
    /// Decided early when the caller has gone.
    let outcome: Outcome<Output>
  }

  /// - Parameters:
  ///   - maxSize: How many calls a batch holds at most.
  ///   - maxDelay: How long the first call of a batch waits for others.
  ///   - maxConcurrentBatches: How many batches are under way at a time.
  ///   - clock: Measures the delay.
  ///   - perform: Sends a batch. Must return as many results as it got inputs, in their order.
  public init(
    maxSize: Int, maxDelay: Duration, maxConcurrentBatches: Int = 1, clock: C,
    perform: @escaping @Sendable ([Input]) async throws -> [Output]
  ) {
    self.maxSize = max(1, maxSize)
    self.maxDelay = maxDelay
    self.maxConcurrentBatches = max(1, maxConcurrentBatches)
    self.clock = clock
    self.perform = perform
  }

  /// Makes the call as part of a batch.
  ///
  /// - Throws: What sending the batch throws, for all its calls; ``BatchSizeMismatchError`` when it returned another
  ///   number of results; `CancellationError` when the task is cancelled while it waits.
  public func callAsFunction(_ input: Input) async throws -> Output {
    try Task.checkCancellation()
    let call = Call(input: input, outcome: Outcome())
    _ = calls.trySend(call)
    do {
      return try await call.outcome.value()
    } catch {
      call.outcome.decide(.failure(error))
      throw error
    }
  }

  /// Sends batches, until the task is cancelled. Calls that no batch took by then wait for the next run.
  public func run() async {
    let room = AsyncSemaphore(permits: maxConcurrentBatches)
    await withDiscardingTaskGroup { group in
      while (try? await room.acquire()) != nil, let batch = await nextBatch() {
        group.addTask {
          defer { room.release() }
          await self.send(batch)
        }
      }
    }
  }

  /// Runs the body while batches are sent.
  public func whileRunning<R>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> R
  ) async throws -> R {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await self.run() }
      defer { group.cancelAll() }
      return try await body()
    }
  }

  /// Nil when the task is cancelled.
  private func nextBatch() async -> [Call]? {
    guard let first = try? await calls.receive() else { return nil }
    var batch = [first]
    let due = clock.now.advanced(by: maxDelay)
    while batch.count < maxSize {
      do {
        let left = max(.zero, clock.now.duration(to: due))
        guard let next = try await calls.receive(timeout: left, clock: clock) else { break }
        batch.append(next)
      } catch {
        // The time is up; or this task is cancelled, and then the batch is sent and fails like that.
        break
      }
    }
    return batch
  }

  private func send(_ batch: [Call]) async {
    let calls = batch.filter { $0.outcome.current == nil }
    guard !calls.isEmpty else { return }
    do {
      let results = try await perform(calls.map(\.input))
      guard results.count == calls.count else {
        throw BatchSizeMismatchError(inputs: calls.count, results: results.count)
      }
      for (call, result) in zip(calls, results) { call.outcome.decide(.success(result)) }
    } catch {
      for call in calls { call.outcome.decide(.failure(error)) }
    }
  }
}

/// A batch was answered with another number of results than it had inputs, so nobody knows which belongs to which.
public struct BatchSizeMismatchError: Error, Equatable, CustomStringConvertible {
  public var inputs: Int
  public var results: Int

  public init(inputs: Int, results: Int) {
    self.inputs = inputs
    self.results = results
  }

  public var description: String { "a batch of \(inputs) calls was answered with \(results) results" }
}
