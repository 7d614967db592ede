import Juggler
import Testing

@testable import JugglerCLI

@Suite struct ProgressBoardTests {
  private func lines(_ recording: Recording, at milliseconds: Double, rows: Int = 10) -> [String] {
    var board = ProgressBoard()
    for event in recording.inOrder where event.at <= Recording.time(milliseconds) { board.record(event) }
    return board.lines(at: Recording.time(milliseconds), rows: rows, columns: 60, style: .plain)
  }

  @Test func isEmptyBeforeTheRunStarts() {
    #expect(lines(Recording(), at: 0) == [])
  }

  @Test func showsWhatWaitsAndWhatIsDone() {
    #expect(lines(.fork, at: 250) == ["0.2 s  1 waiting · 2 done", "  ━ b1  0.2 s"])
  }

  @Test func tellsComputingFromWaitingAndNamesTheRound() {
    var recording = Recording()
    recording.task("/do/0/hash", .started, at: 0, .computing, .iteration(4))
    recording.task("/do/0/ask", .started, at: 100, .waiting)
    #expect(
      lines(recording, at: 1500) == ["1.5 s  1 waiting · 1 computing", "  █ hash [4]  1.5 s", "  ━ ask  1.4 s"])
  }

  @Test func keepsToItsRowsHoweverManyBranchesThereAre() {
    var recording = Recording()
    for round in 0..<10_000 { recording.task("/do/0/loop/do/0/wait", .started, at: 0, .sleeping, .iteration(round)) }
    let lines = lines(recording, at: 100, rows: 5)
    #expect(lines.count == 5)
    #expect(lines.first == "0.1 s  10000 waiting")
    #expect(lines.last == "  … 9997 more")
  }

  @Test func countsFaultsAndRetries() {
    var recording = Recording()
    recording.task("/do/0/safe", .started, at: 0, .composite)
    recording.span("/do/0/safe/try/0/call", 0, 10, .waiting, .attempt(1), .faulted)
    recording.task("/do/0/safe", .retried, at: 10, .composite, .attempt(1), delay: 40)
    #expect(lines(recording, at: 20) == ["0.0 s  1 faulted · 1 retried"])
  }

  @Test func noLineIsWiderThanTheTerminal() {
    var recording = Recording()
    recording.task("/do/0/\(String(repeating: "long", count: 30))", .started, at: 0)
    for line in lines(recording, at: 100) { #expect(line.displayWidth <= 60) }
  }
}
