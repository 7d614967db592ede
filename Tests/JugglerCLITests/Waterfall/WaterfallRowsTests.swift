import Juggler
import Testing

@testable import JugglerCLI

@Suite struct WaterfallRowsTests {
  private func rows(_ recording: Recording) throws -> [WaterfallRow] {
    WaterfallRows(try #require(Timeline(recording.inOrder))).rows()
  }

  private func loop(_ rounds: Int) -> Recording {
    var recording = Recording()
    recording.task("/do/0/images", .started, at: 0, .composite)
    for round in 0..<rounds {
      recording.span("/do/0/images/do/0/download", 0, Double(10 + round), .waiting, .iteration(round))
    }
    recording.task("/do/0/images", .completed, at: Double(10 + rounds), .composite)
    return recording
  }

  @Test func aFewRoundsHaveARowEach() throws {
    #expect(try rows(loop(3)).map(\.label) == ["images", "download [0]", "download [1]", "download [2]"])
  }

  @Test func ofManyRoundsTheLongestAreShown() throws {
    let rows = try rows(loop(100))
    #expect(
      rows.map(\.label) == [
        "images", "download [95]", "download [96]", "download [97]", "download [98]", "download [99]", "… 95 more",
      ])
    let rest = try #require(rows.last)
    #expect(rest.isBound)
    #expect(rest.duration == .milliseconds(104))
    #expect(rest.segments == [.init(kind: .waiting, time: Recording.time(0)..<Recording.time(104))])
  }

  @Test func aRoundOfSeveralTasksIsARowAboveThem() throws {
    var recording = Recording()
    recording.task("/do/0/each", .started, at: 0, .composite)
    recording.span("/do/0/each/do/0/get", 0, 10, .waiting, .iteration(0))
    recording.span("/do/0/each/do/1/put", 10, 30, .waiting, .iteration(0))
    recording.task("/do/0/each", .completed, at: 30, .composite)
    let rows = try rows(recording)
    #expect(rows.map(\.label) == ["each", "[0]", "get", "put"])
    #expect(rows.map(\.depth) == [0, 1, 2, 2])
    #expect(rows[1].duration == .milliseconds(30))
  }

  @Test func attemptsShareARowAndDelaysStandApart() throws {
    var recording = Recording()
    recording.task("/do/0/safe", .started, at: 0, .composite)
    recording.span("/do/0/safe/try/0/call", 0, 10, .waiting, .attempt(1), .faulted)
    recording.task("/do/0/safe", .retried, at: 10, .composite, delay: 40)
    recording.span("/do/0/safe/try/0/call", 50, 60, .waiting, .attempt(2))
    recording.task("/do/0/safe", .completed, at: 60, .composite)
    let rows = try rows(recording)
    #expect(rows.map(\.label) == ["safe", "call ×2"])
    #expect(rows[0].segments.map(\.kind) == [.composite, .delay])
    #expect(rows[1].segments.count == 2)
    #expect(rows[1].outcome == .completed)
    #expect(rows[1].duration == .milliseconds(20))
  }

  @Test func anHourOfBranchesWithinBranchesStaysReadable() throws {
    var recording = Recording()
    recording.task("/do/0/wide", .started, at: 0, .composite)
    for outer in 0..<20 {
      let reference = "/do/0/wide/fork/branches/\(outer)/o\(outer)"
      recording.task(reference, .started, at: 0, .composite)
      for inner in 0..<20 { recording.span("\(reference)/fork/branches/\(inner)/i\(inner)", 0, 10) }
      recording.task(reference, .completed, at: 10, .composite)
    }
    recording.task("/do/0/wide", .completed, at: 10, .composite)
    let rows = try rows(recording)
    #expect(rows.count <= WaterfallRows.limit)
    #expect(rows.first?.label == "wide")
  }
}
