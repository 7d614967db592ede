@preconcurrency import Dispatch
import JugglerConnectors
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ctrl-C (SIGINT) and SIGTERM: the first asks the process to stop, the second ends it at once, unless somebody waits for
/// that one too.
///
/// The handler does only what a signal handler may: it writes a byte to a pipe, or kills processes and exits. Unlike an ignored signal, a
/// handled one is back to its default in the programs that this process starts.
final class Interruption: Sendable {
  private let received: AsyncStream<Void>
  private let source: any DispatchSourceRead

  /// - Parameter count: how many signals are only reported; the next one ends the process.
  init?(reporting count: Int = 1) {
    reportedCount.store(count, ordering: .relaxed)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writeEnd.store(ends[1], ordering: .relaxed)
    _ = signalCount.load(ordering: .relaxed)

    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    received = stream
    let source = DispatchSource.makeReadSource(fileDescriptor: ends[0])
    let readEnd = ends[0]
    source.setEventHandler {
      var byte: UInt8 = 0
      _ = read(readEnd, &byte, 1)
      continuation.yield()
    }
    source.activate()
    self.source = source
    for number in [SIGINT, SIGTERM] { signal(number, handle) }
  }

  /// From now on any signal after the first ends the process.
  func stopReporting() { reportedCount.store(1, ordering: .relaxed) }

  /// Returns `true` at the next signal, `false` when the task is cancelled before; then no more are reported.
  func wait() async -> Bool {
    for await _ in received { return true }
    return false
  }
}

private let writeEnd = Atomic<Int32>(-1)
private let signalCount = Atomic<Int>(0)
private let reportedCount = Atomic<Int>(1)

private func handle(_ number: Int32) {
  let earlier = signalCount.wrappingAdd(1, ordering: .relaxed).oldValue
  guard earlier < reportedCount.load(ordering: .relaxed) else {
    // Started processes have sessions of their own: the terminal's Ctrl-C does not reach them.
    LiveSessions.killAll()
    _exit(128 + number)
  }
  let error = errno
  var byte: UInt8 = 1
  _ = write(writeEnd.load(ordering: .relaxed), &byte, 1)
  errno = error
}
