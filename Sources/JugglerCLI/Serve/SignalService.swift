import Logging
import ServiceLifecycle

/// Waits for the first Ctrl-C or SIGTERM; its end is the beginning of the server's.
///
/// Whoever sends requests here may need a while to see that it should not any more. So between the word that the server is about
/// to stop and its end there may be a delay, in which everything goes on as before.
struct SignalService: Service, CustomStringConvertible {
  /// Returns at the next signal, `false` when the task was cancelled before.
  let signal: @Sendable () async -> Bool
  let delay: Duration
  let clock: any Clock<Duration>
  /// Says that no more requests are wanted.
  let announce: @Sendable () -> Void
  /// Accepts no more runs.
  let stop: @Sendable () -> Void
  let log: Logger

  var description: String { "signals" }

  func run() async throws {
    let isStopped = await cancelWhenGracefulShutdown { [signal] in await signal() }
    announce()
    if isStopped, delay > .zero {
      log.notice("shutting down in \(delay.readable); a second signal begins at once")
      await cancelWhenGracefulShutdown { await waitOrSignal() }
    }
    stop()
    if isStopped { log.notice("shutting down; another signal ends the process at once") }
  }

  private func waitOrSignal() async {
    await withTaskGroup { group in
      group.addTask { _ = await signal() }
      group.addTask { try? await clock.sleep(for: delay) }
      await group.next()
      group.cancelAll()
    }
  }
}
