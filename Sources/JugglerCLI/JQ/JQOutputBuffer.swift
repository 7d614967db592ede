/// Collects output, so that many small values are few writes.
struct JQOutputBuffer {
  private static let size = 1 << 16

  private let isUnbuffered: Bool
  private var bytes: [UInt8] = []

  init(isUnbuffered: Bool) { self.isUnbuffered = isUnbuffered }

  mutating func write(_ more: [UInt8]) {
    bytes += more
    if isUnbuffered || bytes.count >= Self.size { flush() }
  }

  mutating func flush() {
    guard !bytes.isEmpty else { return }
    StandardStream.output.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
