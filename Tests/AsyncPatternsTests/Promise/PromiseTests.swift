import AsyncPatterns
import Testing

@Suite struct PromiseTests {
  @Test func givesWhatWasDecidedToAllWhoAsk() async throws {
    let (promise, future) = Promise<Int>.make()
    let waiters = (0..<5).map { _ in Task { try await future.value } }
    await Task.yield()
    #expect(promise.succeed(42))
    for waiter in waiters { #expect(try await waiter.value == 42) }
    #expect(try await future.value == 42)
  }

  @Test func theFirstDecisionCounts() async {
    let (promise, future) = Promise<Int>.make()
    #expect(future.current == nil)
    #expect(promise.fail(SomeError(number: 1)))
    #expect(!promise.succeed(2))
    #expect(!promise.complete(with: .success(3)))
    await #expect(throws: SomeError(number: 1)) { try await future.value }
  }

  @Test func anAbandonedPromiseFailsItsFuture() async {
    let future = Promise<Void>.make().future
    await #expect(throws: AbandonedPromiseError.self) { try await future.value }
  }

  @Test func whoWaitsCanBeCancelledAlone() async throws {
    let (promise, future) = Promise<Int>.make()
    let cancelled = Task { try await future.value }
    let patient = Task { try await future.value }
    await Task.yield()
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    promise.succeed(1)
    #expect(try await patient.value == 1)
  }

  @Test func decidedFromEverywhereAtOnceItIsDecidedOnce() async throws {
    for _ in 0..<200 {
      let (promise, future) = Promise<Int>.make()
      async let value = future.value
      let winners = await (0..<8).concurrentSettle { promise.succeed($0) ? $0 : nil }.compactMap { try? $0.get() }
      #expect(winners.compactMap(\.self).count == 1)
      #expect(try await value == winners.compactMap(\.self).first)
    }
  }
}
