import Synchronization

/// Standard error as a person watches it: lines that stay, and below them, on a terminal, a few that are drawn anew.
final class Console: Sendable {
  let traits: TerminalTraits
  private let stream: @Sendable ([UInt8]) -> Void
  /// The lines drawn now, to be drawn over.
  private let live = Mutex<[String]>([])

  init(
    traits: TerminalTraits = TerminalTraits(of: StandardStream.error.rawValue),
    stream: @escaping @Sendable ([UInt8]) -> Void = { StandardStream.error.write($0) }
  ) {
    self.traits = traits
    self.stream = stream
  }

  /// Prints a line that stays.
  func print(_ line: String) {
    live.withLock { live in
      stream(Array((Self.erasing(live) + line + "\n" + Self.drawn(live)).utf8))
    }
  }

  /// Draws these lines in the place of the live ones; none clears them.
  func show(_ lines: [String]) {
    live.withLock { live in
      guard live != lines else { return }
      stream(Array((Self.erasing(live) + Self.drawn(lines)).utf8))
      live = lines
    }
  }

  private static func drawn(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// Up to the first live line, then everything below cleared.
  private static func erasing(_ lines: [String]) -> String { lines.isEmpty ? "" : "\u{1B}[\(lines.count)F\u{1B}[J" }
}
