import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct SingleFlightTests {
  private let clock = ManualClock()
  private let flights = SingleFlight<String, Int>()
  private let calls = Log<Int>()

  private func call(_ number: Int) async throws -> Int {
    try await flights.run("key") {
      calls.append(number)
      try await clock.sleep(for: .seconds(1))
      return number
    }
  }

  /// Lets followers join the flight: they do nothing but wait, so they are given turns.
  private func turns() async {
    for _ in 0..<200 { await Task.yield() }
  }

  @Test func concurrentCallersShareOneCall() async throws {
    let tasks = (0..<10).map { number in Task { try await call(number) } }
    await clock.waitForSleepers()
    await turns()
    clock.advance(by: .seconds(1))
    let results = try await tasks.concurrentMap { try await $0.value }
    #expect(calls.count == 1)
    #expect(Set(results).count == 1)
    #expect(flights.count == 0)
  }

  @Test func aLaterCallIsMadeAnew() async throws {
    #expect(try await flights.run("key") { 1 } == 1)
    #expect(try await flights.run("key") { 2 } == 2)
  }

  @Test func anErrorIsShared() async throws {
    let tasks = (0..<3).map { _ in
      Task {
        try await flights.run("key") {
          try await clock.sleep(for: .seconds(1))
          throw SomeError(number: 4)
        }
      }
    }
    await clock.waitForSleepers()
    await turns()
    clock.advance(by: .seconds(1))
    for task in tasks { await #expect(throws: SomeError(number: 4)) { try await task.value } }
  }

  @Test func aCancelledFollowerLeavesAlone() async throws {
    let leader = Task { try await call(1) }
    await clock.waitForSleepers()
    let follower = Task { try await call(2) }
    await turns()
    follower.cancel()
    await #expect(throws: CancellationError.self) { try await follower.value }
    clock.advance(by: .seconds(1))
    #expect(try await leader.value == 1)
    #expect(calls.values == [1])
  }

  @Test func aCancelledLeaderHandsOver() async throws {
    let leader = Task { try await call(1) }
    await clock.waitForSleepers()
    let follower = Task { try await call(2) }
    await turns()
    leader.cancel()
    await #expect(throws: CancellationError.self) { try await leader.value }
    await clock.waitForSleepers()
    clock.advance(by: .seconds(1))
    #expect(try await follower.value == 2)
    #expect(calls.values == [1, 2])
    #expect(flights.count == 0)
  }

  @Test func differentKeysDoNotWaitForEachOther() async throws {
    let blocked = Task { try await call(1) }
    await clock.waitForSleepers()
    #expect(try await flights.run("other") { 2 } == 2)
    clock.advance(by: .seconds(1))
    #expect(try await blocked.value == 1)
  }

  @Test func cancelledAtAnyMomentNobodyHangs() async {
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<2000 {
        group.addTask {
          let task = Task {
            try await flights.run("\(number % 5)") {
              await Task.yield(); return number
            }
          }
          if number.isMultiple(of: 3) { task.cancel() }
          _ = await task.result
        }
      }
    }
    #expect(flights.count == 0)
  }
}
