#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads small files. It blocks, so it is nothing for an event loop.
enum WholeFile {
  /// - Throws: a `WholeFileError` with the system's reason.
  static func read(_ path: String) throws(WholeFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw WholeFileError(path: path, code: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = part.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw WholeFileError(path: path, code: errno) }
      if count == 0 { return bytes }
      bytes += part[..<count]
    }
  }
}

private func systemRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, bytes, count)
}

/// Why a file could not be read.
struct WholeFileError: Error, CustomStringConvertible {
  let path: String
  let code: Int32

  /// No such file, or a part of its path is none.
  var isMissing: Bool { code == ENOENT || code == ENOTDIR }
  var reason: String { String(cString: strerror(code)) }
  var description: String { "cannot read \(path): \(reason)" }
}
