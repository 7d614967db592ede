import NIOCore

/// Whether a client takes what is written for it, and who waits until it does. Only on the event loop.
struct Writability {
  /// Since which tick of the loop the client has not taken enough; `nil` while it keeps up.
  private(set) var lostSince: Int?
  private var waiting: CheckedContinuation<Void, any Error>?

  /// The channel's writability has changed.
  mutating func changed(to isWritable: Bool, at now: Int) {
    if isWritable {
      lostSince = nil
      waiting.take()?.resume()
    } else if lostSince == nil {
      lostSince = now
    }
  }

  /// Resumes the writer once there is room; who waited before is told that nobody waits for it any more.
  mutating func wait(_ continuation: CheckedContinuation<Void, any Error>, isWritable: Bool, isCancelled: Bool) {
    stopWaiting()
    if isCancelled {
      continuation.resume(throwing: CancellationError())
    } else if isWritable {
      continuation.resume()
    } else {
      waiting = continuation
    }
  }

  /// Nobody waits any more.
  mutating func stopWaiting() { waiting.take()?.resume(throwing: CancellationError()) }

  /// Whether the client has not taken enough for longer than `limit`.
  func isLost(at now: Int, for limit: Duration) -> Bool {
    lostSince.map { now - $0 > LoopContext.ticks(limit) } ?? false
  }
}
