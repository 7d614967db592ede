import Juggler
import Synchronization

/// Shows on a terminal what a run is doing, about ten times a second, however many events there are.
final class LiveProgress: RunObserver {
  private let board = Mutex(ProgressBoard())
  private let console: Console

  init(on console: Console) { self.console = console }

  func observe(_ event: RunEvent) { board.withLock { $0.record(event) } }

  /// Draws until the task is cancelled, then clears what was drawn.
  func run(clock: some Clock<Duration>) async {
    while (try? await clock.sleep(for: .milliseconds(100))) != nil {
      let traits = console.traits
      console.show(
        board.withLock {
          $0.lines(at: .now, rows: min(12, traits.rows - 1), columns: traits.columns - 1, style: traits.style)
        })
    }
    console.show([])
  }
}
