import AsyncPatterns
import Testing

@Suite struct JitterTests {
  private func samples(_ jitter: Jitter, delay: Duration = .seconds(8), previous: Duration? = nil) -> [Duration] {
    var random = SeededGenerator(seed: 7)
    return (0..<2000).map { _ in
      jitter.apply(to: delay, first: .seconds(1), previous: previous, using: &random)
    }
  }

  /// All within the range, and near both of its ends.
  private func covers(_ samples: [Duration], _ range: ClosedRange<Duration>) -> Bool {
    let margin = (range.upperBound - range.lowerBound) / 50
    return samples.allSatisfy { range.contains($0) } && samples.contains { $0 < range.lowerBound + margin }
      && samples.contains { $0 > range.upperBound - margin }
  }

  @Test func noneKeepsTheDelay() {
    #expect(samples(.none).allSatisfy { $0 == .seconds(8) })
  }

  @Test func fullIsAnythingUpToTheDelay() {
    #expect(covers(samples(.full), .zero ... .seconds(8)))
  }

  @Test func equalKeepsHalfOfTheDelay() {
    #expect(covers(samples(.equal), .seconds(4) ... .seconds(8)))
  }

  @Test func decorrelatedGoesUpToThreeTimesThePreviousDelay() {
    #expect(covers(samples(.decorrelated(max: .seconds(60))), .seconds(1) ... .seconds(3)))
    #expect(covers(samples(.decorrelated(max: .seconds(60)), previous: .seconds(5)), .seconds(1) ... .seconds(15)))
    #expect(samples(.decorrelated(max: .seconds(2)), previous: .seconds(50)).allSatisfy { $0 <= .seconds(2) })
  }

  @Test func betweenIsAddedToTheDelay() {
    #expect(covers(samples(.between(from: .seconds(1), to: .seconds(2))), .seconds(9) ... .seconds(10)))
  }

  @Test func aRangeTheWrongWayRoundDoesNotTrap() {
    #expect(samples(.between(from: .seconds(2), to: .seconds(1))).allSatisfy { $0 == .seconds(10) })
    #expect(samples(.full, delay: .seconds(-1)).allSatisfy { $0 == .zero })
  }
}
