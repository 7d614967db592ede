#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file could not be read.
struct FileError: Error, CustomStringConvertible {
  let path: String
  let code: Int32

  var reason: String { String(cString: strerror(code)) }
  var description: String { "cannot read \(path): \(reason)" }
}

/// Reads whole files.
enum FileContents {
  static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
    defer { close(descriptor) }
    // -1 for what has no length, such as a pipe.
    let length = Int(lseek(descriptor, 0, SEEK_END))
    if length > 0 { _ = lseek(descriptor, 0, SEEK_SET) }
    return try read(from: descriptor, named: path, expecting: length)
  }

  static func standardInput() throws(FileError) -> [UInt8] {
    try read(from: STDIN_FILENO, named: "standard input", expecting: 0)
  }

  private static func read(
    from descriptor: Int32, named name: String, expecting length: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var room = max(length + 1, 1 << 16)
    while true {
      let count = bytes.count
      var failure: Int32 = 0
      bytes.append(
        contentsOf: [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
          #if canImport(Darwin)
            let read = Darwin.read(descriptor, buffer.baseAddress, room)
          #elseif canImport(Musl)
            let read = Musl.read(descriptor, buffer.baseAddress, room)
          #else
            let read = Glibc.read(descriptor, buffer.baseAddress, room)
          #endif
          filled = max(read, 0)
          failure = read < 0 ? errno : 0
        })
      if failure == EINTR { continue }
      guard failure == 0 else { throw FileError(path: name, code: failure) }
      if bytes.count == count { return bytes }
      room = 1 << 16
    }
  }
}
