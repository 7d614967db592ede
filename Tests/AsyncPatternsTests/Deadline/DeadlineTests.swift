import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct DeadlineTests {
  private let clock = ManualClock()

  @Test func thereIsNoneAtFirst() throws {
    #expect(Deadline.current == nil)
    try Deadline.check()
  }

  @Test func travelsWithTheTaskTree() async throws {
    try await withDeadline(in: .seconds(10), clock: clock) {
      clock.advance(by: .seconds(4))
      async let child = Deadline.current?.remaining
      #expect(await child == .seconds(6))
    }
    #expect(Deadline.current == nil)
  }

  @Test func aChildCannotExtendIt() async throws {
    try await withDeadline(in: .seconds(10), clock: clock) {
      try await withDeadline(in: .seconds(20), clock: clock) {
        #expect(Deadline.current?.remaining == .seconds(10))
      }
      try await withDeadline(in: .seconds(3), clock: clock) {
        #expect(Deadline.current?.remaining == .seconds(3))
      }
      #expect(Deadline.current?.remaining == .seconds(10))
    }
  }

  @Test func cancelsTheOperationAndSaysWhy() async {
    let task = Task {
      try await withDeadline(in: .seconds(10), clock: clock) { try await clock.sleep(for: .seconds(100)) }
    }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(10))
    await #expect(throws: DeadlineExceededError.self) { try await task.value }
  }

  @Test func theCallersCancellationStaysThat() async {
    let task = Task {
      try await withDeadline(in: .seconds(10), clock: clock) { try await clock.sleep(for: .seconds(100)) }
    }
    await clock.waitForSleepers(2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func anOuterDeadlineIsThrownByItsOwner() async {
    let log = Log<String>()
    let task = Task {
      try await withDeadline(in: .seconds(1), clock: clock) {
        do {
          try await withDeadline(in: .seconds(5), clock: clock) { try await clock.sleep(for: .seconds(100)) }
        } catch {
          log.append("\(type(of: error))")
          throw error
        }
      }
    }
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(1))
    await #expect(throws: DeadlineExceededError.self) { try await task.value }
    #expect(log.values == ["CancellationError"])
  }

  @Test func aPassedDeadlineIsNoticed() {
    Deadline.$current.withValue(Deadline(clock.now.advanced(by: .seconds(-1)), clock: clock)) {
      #expect(Deadline.current?.hasPassed == true)
      #expect(throws: DeadlineExceededError.self) { try Deadline.check() }
    }
  }
}
