#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that grows by `realloc`, which moves large blocks by remapping their pages, not by copying them.
///
/// Elements move with it bit by bit, as Swift's own values allow.
struct RawMemory<Element>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var capacity: Int

  init(capacity: Int) {
    base = Self.bound(malloc(capacity * MemoryLayout<Element>.stride), capacity)
    self.capacity = capacity
  }

  deinit { free(base) }

  @inline(never)
  mutating func grow(to newCapacity: Int) {
    base = Self.bound(realloc(base, newCapacity * MemoryLayout<Element>.stride), newCapacity)
    capacity = newCapacity
  }

  private static func bound(_ memory: UnsafeMutableRawPointer?, _ count: Int) -> UnsafeMutablePointer<Element> {
    guard let memory else { preconditionFailure("out of memory") }
    return memory.bindMemory(to: Element.self, capacity: count)
  }
}
