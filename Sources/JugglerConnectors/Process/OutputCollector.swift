internal import Juggler
internal import Subprocess

/// Collects what a process writes to a stream.
enum OutputCollector {
  @concurrent
  static func collect(
    _ stream: SubprocessOutputSequence, _ policy: OutputPolicy, _ name: String, limit: Int
  ) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await buffer in stream {
      buffer.withUnsafeBytes { bytes.append(contentsOf: $0) }
      switch policy {
      case .whole:
        guard bytes.count <= limit else { throw tooMuch(name, limit) }
      case .tail(let count):
        if bytes.count > 2 * count + 65536 { bytes.removeFirst(bytes.count - count) }
      }
    }
    if case .tail(let count) = policy { bytes = Array(bytes.suffix(count)) }
    return bytes
  }

  private static func tooMuch(_ name: String, _ limit: Int) -> Fault {
    let amount = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"
    return Fault(
      .runtime, detail: "the process wrote more than the \(amount) allowed to \(name): let it write to a file instead")
  }
}
