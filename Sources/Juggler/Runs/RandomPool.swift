import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Random numbers of the operating system, fetched many at a time: each request is a call of the kernel.
final class RandomPool: Sendable {
  static let shared = RandomPool()

  private struct State {
    var words = [UInt64](repeating: 0, count: 512)
    var used = 512
  }

  private let state = Mutex(State())

  func next() -> UInt64 {
    state.withLock { state in
      if state.used == state.words.count { Self.fill(&state) }
      defer {
        // What was given away is not to be found in memory later.
        state.words[state.used] = 0
        state.used += 1
      }
      return state.words[state.used]
    }
  }

  private static func fill(_ state: inout State) {
    #if canImport(Darwin)
      state.words.withUnsafeMutableBytes { arc4random_buf($0.baseAddress, $0.count) }
    #else
      // Up to 256 bytes at once the kernel gives all of them, or an error.
      let isFilled = state.words.withUnsafeMutableBytes { bytes in
        stride(from: 0, to: bytes.count, by: 256).allSatisfy { offset in
          getentropy(bytes.baseAddress?.advanced(by: offset), 256) == 0
        }
      }
      if !isFilled {
        var generator = SystemRandomNumberGenerator()
        for index in state.words.indices { state.words[index] = generator.next() }
      }
    #endif
    state.used = 0
  }
}
