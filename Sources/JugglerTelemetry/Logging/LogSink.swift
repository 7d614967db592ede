import Dispatch
import Synchronization

/// Takes lines from anywhere and writes them on a thread of its own: a reader that does not read holds up no event loop.
package final class LogSink: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var isWriting = false
    var dropped = 0
  }

  /// So many bytes wait for a slow reader; lines beyond that are dropped and counted.
  private let limit: Int
  private let output: @Sendable ([UInt8]) -> Void
  private let queue = DispatchQueue(label: "juggler.log")
  private let state = Mutex(State())

  /// - Parameter output: writes; it may block.
  package init(limit: Int = 1 << 20, output: @escaping @Sendable ([UInt8]) -> Void) {
    self.limit = limit
    self.output = output
  }

  package func write(line: String) {
    let begins = state.withLock { state in
      guard state.bytes.count + line.utf8.count < limit else {
        state.dropped += 1
        return false
      }
      state.bytes.append(contentsOf: line.utf8)
      state.bytes.append(UInt8(ascii: "\n"))
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if begins { queue.async { [self] in drain() } }
  }

  /// Returns when everything so far is written.
  package func flush() { queue.sync {} }

  private func drain() {
    while true {
      let (bytes, dropped) = state.withLock { state in
        defer {
          state.bytes = []
          state.dropped = 0
        }
        if state.bytes.isEmpty { state.isWriting = false }
        return (state.bytes, state.dropped)
      }
      if bytes.isEmpty { return }
      output(bytes)
      if dropped > 0 { output(Array("\(dropped) log messages were dropped: nobody read them in time\n".utf8)) }
    }
  }
}
