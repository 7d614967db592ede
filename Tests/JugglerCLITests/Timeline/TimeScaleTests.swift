import Juggler
import Testing

@testable import JugglerCLI

@Suite struct TimeScaleTests {
  private func range(_ from: Double, _ to: Double) -> Range<Timestamp> { Recording.time(from)..<Recording.time(to) }

  @Test func isEvenWhenSomethingIsAlwaysUnderWay() {
    let scale = TimeScale(range(0, 100), busy: [range(0, 100)], columns: 10)
    #expect(scale.columns(of: range(0, 100)) == 0..<10)
    #expect(scale.columns(of: range(50, 70)) == 5..<7)
    #expect(scale.compressed.isEmpty)
  }

  @Test func theShortestStretchStillTakesAColumn() {
    let scale = TimeScale(range(0, 100), busy: [range(0, 100)], columns: 10)
    #expect(scale.columns(of: range(33, 33)) == 3..<4)
    #expect(scale.columns(of: range(100, 100)) == 9..<10)
  }

  @Test func longIdleTimeIsCompressed() {
    // A second of work around an hour of nothing.
    let hour = 3_600_000.0
    let scale = TimeScale(
      range(0, hour + 1000), busy: [range(0, 500), range(hour + 500, hour + 1000)], columns: 100)
    #expect(scale.compressed == [range(500, hour + 500)])
    #expect(scale.columns(of: range(0, 500)) == 0..<40)
    #expect(scale.columns(of: range(hour + 500, hour + 1000)) == 60..<100)
  }

  @Test func shortIdleTimeIsNot() {
    let scale = TimeScale(range(0, 100), busy: [range(0, 40), range(60, 100)], columns: 10)
    #expect(scale.compressed.isEmpty)
  }

  @Test func aRunThatOnlySleepsIsNotCompressed() {
    let scale = TimeScale(range(0, 100), busy: [], columns: 10)
    #expect(scale.compressed.isEmpty)
    #expect(scale.columns(of: range(0, 50)) == 0..<5)
  }

  @Test func aRunThatTakesNoTimeHasAScale() {
    let scale = TimeScale(range(0, 0), busy: [], columns: 10)
    #expect(scale.columns(of: range(0, 0)) == 0..<1)
  }

  @Test func gapsAreWhatNothingCovers() {
    let gaps = TimeScale.gaps(in: range(0, 100), between: [range(60, 70), range(10, 20), range(15, 30)])
    #expect(gaps == [range(0, 10), range(30, 60), range(70, 100)])
  }
}
