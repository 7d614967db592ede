/// A growing run of bytes.
struct ByteSink: ~Copyable {
  private var memory: RawMemory<UInt8>
  private(set) var count = 0

  init(capacity: Int = 256) { memory = RawMemory(capacity: capacity) }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: memory.base, count: count) }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == memory.capacity { memory.grow(to: count * 2) }
    memory.base[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    reserve(bytes.count)
    (memory.base + count).update(from: source, count: bytes.count)
    count += bytes.count
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(repeating byte: UInt8, count: Int) {
    for _ in 0..<count { append(byte) }
  }

  /// Makes room for so many more bytes.
  @inline(__always)
  mutating func reserve(_ additional: Int) {
    if memory.capacity - count < additional { memory.grow(to: max(memory.capacity * 2, count + additional)) }
  }

  /// Room for `reserve`d bytes, of which `commit` says how many were written.
  @inline(__always)
  var tail: UnsafeMutablePointer<UInt8> { memory.base + count }

  @inline(__always)
  mutating func commit(_ written: Int) { count += written }
}
