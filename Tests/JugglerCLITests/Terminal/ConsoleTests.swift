import Synchronization
import Testing

@testable import JugglerCLI

@Suite struct ConsoleTests {
  /// What a terminal shows after it got the bytes: knows line feeds, cursor up and clear.
  private final class Screen: Sendable {
    let text = Mutex("")
    var lines: [String] {
      var lines = [""]
      for piece in text.withLock({ $0 }).split(separator: "\u{1B}", omittingEmptySubsequences: false) {
        var piece = piece
        if piece.hasPrefix("["), let end = piece.firstIndex(where: \.isLetter) {
          let number = Int(piece[piece.index(after: piece.startIndex)..<end]) ?? 0
          if piece[end] == "F" { lines.removeLast(number) } else { lines[lines.count - 1] = "" }
          piece = piece[piece.index(after: end)...]
        }
        let parts = piece.split(separator: "\n", omittingEmptySubsequences: false)
        lines[lines.count - 1] += parts[0]
        lines += parts.dropFirst().map(String.init)
      }
      return lines.filter { !$0.isEmpty }
    }
  }

  private let screen = Screen()
  private var console: Console {
    Console(traits: TerminalTraits(size: (80, 24), environment: Environment([:]))) { [screen] bytes in
      screen.text.withLock { $0 += String(decoding: bytes, as: UTF8.self) }
    }
  }

  @Test func liveLinesAreDrawnOver() {
    let console = console
    console.show(["one", "two"])
    console.show(["three"])
    #expect(screen.lines == ["three"])
  }

  @Test func printedLinesStayAboveTheLiveOnes() {
    let console = console
    console.show(["live"])
    console.print("a message")
    console.show(["more", "live"])
    console.print("another")
    #expect(screen.lines == ["a message", "another", "more", "live"])
  }

  @Test func noneLeavesNothing() {
    let console = console
    console.show(["live"])
    console.show([])
    #expect(screen.lines == [])
  }
}
