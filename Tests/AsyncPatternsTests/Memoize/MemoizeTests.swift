import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct MemoizeTests {
  private let clock = ManualClock()
  private let calls = Log<String>()

  private func memo(
    ttl: Duration = .seconds(10), staleFor: Duration = .zero, maxCount: Int = 100,
    _ function: (@Sendable (String) async throws -> String)? = nil
  ) -> Memoize<String, String, ManualClock> {
    Memoize(ttl: ttl, staleFor: staleFor, maxCount: maxCount, clock: clock) { [calls, clock] key in
      calls.append(key)
      return try await function?(key) ?? "\(key) at \(clock.now)"
    }
  }

  @Test func remembersForItsTime() async throws {
    let memo = memo()
    #expect(try await memo["a"] == "a at +0.0 seconds")
    clock.advance(by: .seconds(9))
    #expect(try await memo["a"] == "a at +0.0 seconds")
    clock.advance(by: .seconds(1))
    #expect(try await memo["a"] == "a at +10.0 seconds")
    #expect(calls.values == ["a", "a"])
  }

  @Test func doesNotRememberErrors() async throws {
    let memo = memo { _ in throw SomeError() }
    for _ in 0..<2 { await #expect(throws: SomeError()) { try await memo["a"] } }
    #expect(calls.count == 2)
    #expect(memo.count == 0)
  }

  @Test func concurrentCallersShareOneCall() async throws {
    let memo = memo { [clock] key in
      try await clock.sleep(for: .seconds(1))
      return key
    }
    let tasks = (0..<10).map { _ in Task { try await memo["a"] } }
    await clock.waitForSleepers()
    for _ in 0..<200 { await Task.yield() }
    clock.advance(by: .seconds(1))
    for task in tasks { #expect(try await task.value == "a") }
    #expect(calls.count == 1)
  }

  @Test func whileOneFetchesAStaleValueAnewTheOthersUseIt() async throws {
    let memo = memo(staleFor: .seconds(100)) { [clock] key in
      if clock.now.offset > .zero { try await clock.sleep(for: .seconds(1)) }
      return "\(clock.now)"
    }
    #expect(try await memo["a"] == "+0.0 seconds")
    clock.advance(by: .seconds(20))
    let fetching = Task { try await memo["a"] }
    await clock.waitForSleepers()
    #expect(try await memo["a"] == "+0.0 seconds")
    clock.advance(by: .seconds(1))
    #expect(try await fetching.value == "+21.0 seconds")
    #expect(try await memo["a"] == "+21.0 seconds")
  }

  @Test func whenFetchingAnewFailsTheStaleValueServesOn() async throws {
    let memo = memo(staleFor: .seconds(100)) { [clock] key in
      if clock.now.offset > .zero { throw SomeError() }
      return "old"
    }
    _ = try await memo["a"]
    clock.advance(by: .seconds(20))
    #expect(try await memo["a"] == "old")
    #expect(try await memo["a"] == "old")
    #expect(calls.count == 3)
    clock.advance(by: .seconds(90))
    await #expect(throws: SomeError()) { try await memo["a"] }
  }

  @Test func whileStaleValuesAreRefreshedNobodyWaits() async throws {
    let memo = memo(staleFor: .seconds(100)) { [clock] key in
      if clock.now.offset > .zero { try await clock.sleep(for: .seconds(1)) }
      return "\(clock.now)"
    }
    _ = try await memo["a"]
    let refresher = Task { await memo.refreshStaleValues() }
    for _ in 0..<200 { await Task.yield() }
    clock.advance(by: .seconds(20))
    #expect(try await memo["a"] == "+0.0 seconds")
    await clock.waitForSleepers()
    #expect(try await memo["a"] == "+0.0 seconds")
    clock.advance(by: .seconds(1))
    await eventually { clock.sleeperCount == 0 }
    for _ in 0..<200 { await Task.yield() }
    #expect(try await memo["a"] == "+21.0 seconds")
    refresher.cancel()
    await refresher.value
  }

  @Test func forgetsWhatWasNotUsedForLongest() async throws {
    let memo = memo(maxCount: 2)
    for key in ["a", "b", "a", "c"] { _ = try await memo[key] }
    #expect(memo.count == 2)
    _ = try await memo["a"]
    #expect(calls.values == ["a", "b", "c"])
  }

  @Test func forgetsWhatItIsTold() async throws {
    let memo = memo()
    _ = try await memo["a"]
    memo.invalidate("a")
    _ = try await memo["a"]
    memo.invalidateAll()
    #expect(memo.count == 0)
    #expect(calls.count == 2)
  }

  @Test func cancelledWhileItFetchesItEnds() async {
    let memo = memo { [clock] _ in
      try await clock.sleep(for: .seconds(1))
      return ""
    }
    let task = Task { try await memo["a"] }
    await clock.waitForSleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.sleeperCount == 0)
  }
}
