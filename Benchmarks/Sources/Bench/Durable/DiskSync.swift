#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the disk takes to make 4 KiB durable (fdatasync): nothing that waits for it can be faster.
enum DiskSync {
  /// Sorted.
  static func measure(in folder: String, count: Int = 200) -> [Duration] {
    let path = folder + "/sync"
    let file = open(path, O_CREAT | O_RDWR, 0o600)
    guard file >= 0 else { return [] }
    defer {
      close(file)
      unlink(path)
    }
    let page = [UInt8](repeating: 7, count: 4096)
    // As a log that is written again from its beginning: the blocks are there.
    for number in 0..<count { pwrite(file, page, page.count, number * page.count) }
    sync(file)
    return (0..<count).map { number in
      pwrite(file, page, page.count, number * page.count)
      return ContinuousClock().measure { sync(file) }
    }.sorted()
  }

  private static func sync(_ file: CInt) {
    #if os(Linux)
      fdatasync(file)
    #else
      fsync(file)
    #endif
  }
}
