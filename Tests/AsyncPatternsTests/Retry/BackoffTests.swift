import AsyncPatterns
import Testing

@Suite struct BackoffTests {
  private func delays(_ backoff: Backoff, _ count: Int = 6) -> [Duration] {
    (2..<(2 + count)).map { backoff.delay(before: $0) }
  }

  @Test func theFirstTryIsNeverDelayed() {
    #expect(Backoff.constant(.seconds(5)).delay(before: 1) == .zero)
  }

  @Test func noneWaitsForNothing() {
    #expect(delays(.none, 3) == [.zero, .zero, .zero])
  }

  @Test func constantStaysTheSame() {
    #expect(delays(.constant(.seconds(2)), 3) == [.seconds(2), .seconds(2), .seconds(2)])
  }

  @Test func linearGrowsByTheIncrementUpToItsMaximum() {
    #expect(
      delays(.linear(initial: .seconds(1), increment: .seconds(2), max: .seconds(6)), 5)
        == [.seconds(1), .seconds(3), .seconds(5), .seconds(6), .seconds(6)])
  }

  @Test func exponentialDoublesUpToItsMaximum() {
    #expect(
      delays(.exponential(initial: .milliseconds(250), max: .seconds(3)), 5)
        == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(3)])
  }

  @Test func exponentialTakesAnyFactor() {
    #expect(
      delays(.exponential(initial: .seconds(1), factor: 3), 4) == [.seconds(1), .seconds(3), .seconds(9), .seconds(27)])
  }

  @Test func fibonacciAddsTheLastTwo() {
    #expect(
      delays(.fibonacci(initial: .seconds(1), max: .seconds(9)), 7)
        == [.seconds(1), .seconds(1), .seconds(2), .seconds(3), .seconds(5), .seconds(8), .seconds(9)])
  }

  @Test func customIsAskedForTheAttempt() {
    #expect(delays(.custom { .seconds($0) }, 2) == [.seconds(2), .seconds(3)])
    #expect(Backoff.custom { _ in .seconds(-1) }.delay(before: 2) == .zero)
  }

  @Test(arguments: [1_000, 1_000_000, Int(Int32.max)])
  func manyAttemptsNeitherOverflowNorTakeLong(attempt: Int) {
    #expect(Backoff.exponential(initial: .seconds(1)).delay(before: attempt) > .seconds(1_000_000_000))
    #expect(Backoff.fibonacci(initial: .seconds(1)).delay(before: attempt) > .seconds(1_000_000_000))
    #expect(
      Backoff.linear(initial: .seconds(1), increment: .seconds(1)).delay(before: attempt) == .seconds(attempt - 1))
    #expect(Backoff.exponential(initial: .zero).delay(before: attempt) == .zero)
    #expect(Backoff.exponential(initial: .seconds(1), factor: 1).delay(before: 1_000) == .seconds(1))
  }
}
