import Juggler
import Testing

@testable import JugglerCLI

@Suite struct WaterfallTests {
  private func waterfall(_ recording: Recording) throws -> Waterfall {
    Waterfall(timeline: try #require(Timeline(recording.inOrder)), title: "brunch")
  }

  @Test func drawsABarForEachTaskInProportion() throws {
    var waterfall = try waterfall(.fork)
    waterfall.width = 52
    #expect(
      waterfall.lines == [
        "brunch completed in 300 ms",
        "        0           100 ms      200 ms",
        "◆ order ────────────────────────────────────  300 ms",
        "    b0  ━━━━━━━━━━━━                          100 ms",
        "◆   b1  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  300 ms",
        "    b2  ━━━━━━━━━━━━━━━━━━━━━━━━              200 ms",
        "━ waiting   ─ its tasks   ◆ critical path",
        "300 ms instead of 600 ms one after the other: 2.0× faster",
      ])
  }

  @Test(arguments: [40, 80, 132])
  func keepsToTheWidth(width: Int) throws {
    var recording = Recording.fork
    recording.span("/do/1/a task with a name that is longer than anybody would ever want to read", 300, 400)
    var waterfall = try waterfall(recording)
    waterfall.width = width
    for line in waterfall.lines.dropLast(2) { #expect(line.displayWidth <= width, "\(line)") }
  }

  @Test func showsComputingSleepingAndDelaysApart() throws {
    var recording = Recording()
    recording.span("/do/0/think", 0, 100, .computing)
    recording.span("/do/1/rest", 100, 200, .sleeping)
    recording.task("/do/2/again", .started, at: 200, .composite)
    recording.span("/do/2/again/try/0/call", 200, 220, .waiting, .attempt(1), .faulted)
    recording.task("/do/2/again", .retried, at: 220, .composite, delay: 100)
    recording.span("/do/2/again/try/0/call", 320, 340, .waiting, .attempt(2))
    recording.task("/do/2/again", .completed, at: 340, .composite)
    let lines = try waterfall(recording).lines
    #expect(lines.first { $0.contains("think") }?.contains("█") == true)
    #expect(lines.first { $0.contains("rest") }?.contains("·") == true)
    #expect(lines.first { $0.contains("again") }?.contains("┄") == true)
    #expect(lines.first { $0.contains("call ×2") }?.contains("━") == true)
    #expect(
      lines.contains("█ computing   ━ waiting   · sleeping   ┄ before a retry   ─ its tasks   ◆ critical path"))
  }

  @Test func marksWhatFaultedAndWhatWasSkipped() throws {
    var recording = Recording()
    recording.run(.started, at: 0)
    recording.task("/do/0/maybe", .skipped, at: 0)
    recording.span("/do/1/pay", 0, 10, .waiting, .root, .faulted)
    recording.run(.faulted, at: 10)
    let lines = try waterfall(recording).lines
    #expect(lines[0] == "brunch faulted after 10 ms")
    #expect(lines.first { $0.contains("maybe") }?.hasSuffix("skipped") == true)
    #expect(lines.first { $0.contains("pay") }?.hasSuffix("10 ms ✗") == true)
    #expect(lines.contains("━ waiting   ✗ faulted   ◆ critical path"))
  }

  @Test func saysSoWhenNothingOverlapped() throws {
    var recording = Recording()
    recording.span("/do/0/a", 0, 100)
    recording.span("/do/1/b", 100, 200)
    #expect(
      try waterfall(recording).lines.last == "200 ms in all, 200 ms one after the other: no waits to overlap")
  }

  @Test func labelsTheTimeThatItCompresses() throws {
    var recording = Recording()
    recording.span("/do/0/ask", 0, 500)
    recording.span("/do/1/pause", 500, 3_600_500, .sleeping)
    recording.span("/do/2/tell", 3_600_500, 3_601_000)
    #expect(try waterfall(recording).lines[1].contains("╱ 1 h 0 min ╱"))
  }

  @Test func inASCIIEveryColumnStaysInPlace() throws {
    var waterfall = try waterfall(.fork)
    let drawn = waterfall.lines
    waterfall.style = TextStyle(usesUnicode: false)
    #expect(waterfall.lines.allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    #expect(waterfall.lines.map(\.count) == drawn.map(\.count))
  }

  @Test func coloursOnlyWhenAsked() throws {
    var waterfall = try waterfall(.fork)
    #expect(!waterfall.lines.joined().contains("\u{1B}"))
    waterfall.style = TextStyle(usesColor: true)
    #expect(waterfall.lines.joined().contains("\u{1B}[36m━"))
  }

  @Test func aNameCannotSendCommandsToTheTerminal() throws {
    var recording = Recording()
    recording.span("/do/0/\u{1B}[2Jevil", 0, 10)
    #expect(try !waterfall(recording).lines.joined().contains("\u{1B}"))
  }

  @Test func aTrivialRunIsDrawnToo() throws {
    var recording = Recording()
    recording.run(.started, at: 0)
    recording.run(.completed, at: 0)
    #expect(try waterfall(recording).lines.first == "brunch completed in 0 ms")
  }
}
