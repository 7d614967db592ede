import Juggler
import Testing

@testable import JugglerCLI

@Suite struct TimelineTests {
  @Test func aRunWithoutEventsHasNoTimeline() {
    #expect(Timeline([]) == nil)
  }

  @Test func branchesLieWithinTheirFork() throws {
    let timeline = try #require(Timeline(Recording.fork.inOrder))
    #expect(timeline.roots == [0])
    #expect(timeline.spans[0].children == [1, 2, 3])
    #expect(timeline.spans[2].parent == 0)
    #expect(timeline.spans[2].duration == .milliseconds(300))
    #expect(timeline.outcome == .completed)
  }

  @Test func overlappedTimeIsTheWallAndSequentialTimeTheSumOfTheLeaves() throws {
    let timeline = try #require(Timeline(Recording.fork.inOrder))
    #expect(timeline.elapsed == .milliseconds(300))
    #expect(timeline.sequential == .milliseconds(600))
  }

  @Test func roundsOfALoopLieWithinIt() throws {
    var recording = Recording()
    recording.task("/do/0/loop", .started, at: 0, .composite)
    for round in 0..<3 {
      recording.span("/do/0/loop/do/0/fetch", Double(round) * 10, Double(round) * 10 + 10, .waiting, .iteration(round))
    }
    recording.task("/do/0/loop", .completed, at: 30, .composite)
    let timeline = try #require(Timeline(recording.inOrder))
    #expect(timeline.roots == [0])
    #expect(timeline.spans[0].children == [1, 2, 3])
  }

  @Test func roundsOfALoopWithinALoopLieWithinTheirOwnRound() throws {
    var recording = Recording()
    recording.task("/do/0/outer", .started, at: 0, .composite)
    for round in 0..<2 {
      recording.task("/do/0/outer/do/0/inner", .started, at: 1, .composite, .iteration(round))
    }
    for round in 0..<2 {
      recording.span("/do/0/outer/do/0/inner/do/0/leaf", 2, 3, .waiting, .iteration(round).appending(.iteration(0)))
    }
    let timeline = try #require(Timeline(recording.inOrder))
    #expect(timeline.spans.map(\.parent) == [nil, 0, 0, 1, 2])
  }

  @Test func aFunctionsTasksLieWithinTheTaskThatCalledIt() throws {
    var recording = Recording()
    recording.task("/do/3/pay", .started, at: 0, .composite, .iteration(2))
    recording.span(
      "/use/functions/charge", 1, 2, .waiting, .iteration(2).appending(.call("/do/3/pay")))
    let timeline = try #require(Timeline(recording.inOrder))
    #expect(timeline.spans[1].parent == 0)
  }

  @Test func delaysBetweenAttemptsBelongToTheRetriedTask() throws {
    var recording = Recording()
    recording.task("/do/0/safe", .started, at: 0, .composite)
    recording.span("/do/0/safe/try/0/call", 0, 10, .waiting, .attempt(1), .faulted)
    recording.task("/do/0/safe", .retried, at: 10, .composite, delay: 40)
    recording.span("/do/0/safe/try/0/call", 50, 60, .waiting, .attempt(2))
    recording.task("/do/0/safe", .completed, at: 60, .composite)
    let timeline = try #require(Timeline(recording.inOrder))
    #expect(timeline.spans[0].delays == [Recording.time(10)..<Recording.time(50)])
    #expect(timeline.spans[0].children == [1, 2])
    #expect(timeline.sequential == .milliseconds(60))
  }

  @Test func aDelayEndsWithItsTask() throws {
    var recording = Recording()
    recording.task("/do/0/safe", .started, at: 0, .composite)
    recording.task("/do/0/safe", .retried, at: 10, .composite, delay: 1000)
    recording.task("/do/0/safe", .cancelled, at: 30, .composite)
    let timeline = try #require(Timeline(recording.inOrder))
    #expect(timeline.spans[0].delays == [Recording.time(10)..<Recording.time(30)])
  }

  @Test func whatNeverEndedEndsWithTheRun() throws {
    var recording = Recording()
    recording.task("/do/0/call", .started, at: 0)
    recording.run(.cancelled, at: 70)
    let timeline = try #require(Timeline(recording.inOrder))
    #expect(timeline.spans[0].end == Recording.time(70))
    #expect(timeline.spans[0].outcome == .unfinished)
    #expect(timeline.outcome == .cancelled)
  }

  @Test func aSkippedTaskTakesNoTime() throws {
    var recording = Recording()
    recording.run(.started, at: 0)
    recording.task("/do/0/maybe", .skipped, at: 5)
    let timeline = try #require(Timeline(recording.inOrder))
    #expect(timeline.spans[0].outcome == .skipped)
    #expect(timeline.spans[0].duration == .zero)
  }

  @Test func aRepeatedVisitIsASpanOfItsOwn() throws {
    var recording = Recording()
    recording.span("/do/0/poll", 0, 10)
    recording.span("/do/0/poll", 20, 30, .waiting, .root.appending(.visit(1)))
    let timeline = try #require(Timeline(recording.inOrder))
    #expect(timeline.roots == [0, 1])
    #expect(timeline.sequential == .milliseconds(20))
  }
}
