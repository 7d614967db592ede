#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of several files one after the other, or of standard input.
struct JQSource: Sendable {
  /// The file that is being read; `nil` for standard input.
  private(set) var name: String?
  private(set) var hasBegun = false
  private(set) var isAtEnd = false
  private var files: ArraySlice<String>
  private var descriptor: Int32?

  init(files: [String]) {
    self.files = files[...]
    if files.isEmpty { descriptor = STDIN_FILENO }
  }

  /// The next bytes; an empty chunk at the end, then `nil`. After an error it goes on with the next file.
  mutating func read() throws(FileError) -> [UInt8]? {
    hasBegun = true
    while true {
      guard let descriptor = try current() else {
        guard !isAtEnd else { return nil }
        isAtEnd = true
        return []
      }
      let chunk = try chunk(of: descriptor)
      if !chunk.isEmpty { return chunk }
      end()
    }
  }

  private mutating func current() throws(FileError) -> Int32? {
    if let descriptor { return descriptor }
    guard let file = files.popFirst() else { return nil }
    let opened = open(file, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw FileError(path: file, code: errno) }
    name = file
    descriptor = opened
    return opened
  }

  private mutating func chunk(of descriptor: Int32) throws(FileError) -> [UInt8] {
    while true {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        #if canImport(Darwin)
          let read = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
          let read = Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
          let read = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
        count = max(read, 0)
        failure = read < 0 ? errno : 0
      }
      if failure == EINTR { continue }
      guard failure == 0 else {
        end()
        throw FileError(path: name ?? "<stdin>", code: failure)
      }
      return chunk
    }
  }

  private mutating func end() {
    if let descriptor, descriptor != STDIN_FILENO { close(descriptor) }
    descriptor = nil
  }
}
