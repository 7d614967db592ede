import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct FallbackTests {
  @Test func answersOnlyWhenTheOperationFails() async throws {
    #expect(try await withFallback({ 1 }, fallback: { _ in 2 }) == 1)
    #expect(try await withFallback({ throw SomeError() }, fallback: { _ in 2 }) == 2)
  }

  @Test func doesNotHandleWhatItIsNotFor() async {
    await #expect(throws: SomeError(number: 9)) {
      try await withFallback(handles: { _ in false }, { throw SomeError(number: 9) }, fallback: { _ in })
    }
  }

  @Test func throwsWhatTheFallbackThrows() async {
    await #expect(throws: SomeError(number: 2)) {
      try await withFallback({ throw SomeError(number: 1) }, fallback: { _ in throw SomeError(number: 2) })
    }
  }

  @Test func tellsWhenItAnswers() async throws {
    let log = Log<String>()
    try await withFallback(
      observe: { if case .fellBack(let error) = $0 { log.append("\(error)") } },
      { throw SomeError(number: 3) }, fallback: { _ in })
    #expect(log.values == ["SomeError(number: 3)"])
  }

  @Test func theCallersCancellationIsNotAnswered() async {
    let clock = ManualClock()
    let task = Task {
      try await withFallback({ try await clock.sleep(for: .seconds(1)) }, fallback: { _ in Issue.record("answered") })
    }
    await clock.waitForSleepers()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
