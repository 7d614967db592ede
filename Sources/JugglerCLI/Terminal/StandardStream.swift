#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The streams that every process has.
enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes all of it, however many pieces the system takes it in. A reader that has gone away is no error of ours.
  func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { write($0) } }

  func write(line: String) {
    var bytes = Array(line.utf8)
    bytes.append(UInt8(ascii: "\n"))
    write(bytes)
  }

  private func write(_ buffer: UnsafeBufferPointer<UInt8>) {
    var rest = UnsafeRawBufferPointer(buffer)
    while let start = rest.baseAddress, !rest.isEmpty {
      #if canImport(Darwin)
        let count = Darwin.write(rawValue, start, rest.count)
      #elseif canImport(Musl)
        let count = Musl.write(rawValue, start, rest.count)
      #else
        let count = Glibc.write(rawValue, start, rest.count)
      #endif
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          var waiting = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
          continue
        }
        return
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }
}
