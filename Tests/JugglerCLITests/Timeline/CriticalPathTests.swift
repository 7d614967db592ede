import Juggler
import Testing

@testable import JugglerCLI

@Suite struct CriticalPathTests {
  private func path(_ recording: Recording) throws -> Set<String> {
    let timeline = try #require(Timeline(recording.inOrder))
    return Set(timeline.criticalPath.map { timeline.spans[$0].task.name })
  }

  @Test func theSlowestBranchHoldsTheForkUp() throws {
    #expect(try path(.fork) == ["order", "b1"])
  }

  @Test func everyTaskOfASequenceIsOnIt() throws {
    var recording = Recording()
    recording.span("/do/0/first", 0, 10)
    recording.span("/do/1/second", 10, 30)
    #expect(try path(recording) == ["first", "second"])
  }

  @Test func withLimitedConcurrencyItFollowsTheSlotThatEndedLast() throws {
    var recording = Recording()
    recording.task("/do/0/loop", .started, at: 0, .composite)
    recording.span("/do/0/loop/do/0/a", 0, 10, .waiting, .iteration(0))
    recording.span("/do/0/loop/do/0/b", 0, 30, .waiting, .iteration(1))
    recording.span("/do/0/loop/do/0/c", 10, 40, .waiting, .iteration(2))
    recording.task("/do/0/loop", .completed, at: 40, .composite)
    #expect(try path(recording) == ["loop", "a", "c"])
  }

  @Test func aBranchThatLostTheRaceIsNotOnIt() throws {
    var recording = Recording()
    recording.task("/do/0/race", .started, at: 0, .composite)
    recording.span("/do/0/race/fork/branches/0/fast", 0, 10)
    recording.span("/do/0/race/fork/branches/1/slow", 0, 11, .waiting, .root, .cancelled)
    recording.task("/do/0/race", .completed, at: 11, .composite)
    #expect(try path(recording) == ["race", "fast"])
  }

  @Test func whatWasCutOffIsOnItWhenTheWholeRunWas() throws {
    var recording = Recording()
    recording.run(.started, at: 0)
    recording.span("/do/0/slow", 0, 50, .waiting, .root, .cancelled)
    recording.run(.cancelled, at: 50)
    #expect(try path(recording) == ["slow"])
  }
}
