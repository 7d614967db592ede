/// A stack of initialized values, from which the elements of a finished array or object move out together.
struct ScratchStack<Element>: ~Copyable {
  private var memory: RawMemory<Element>
  private(set) var count = 0

  init(capacity: Int) { memory = RawMemory(capacity: capacity) }

  deinit { memory.base.deinitialize(count: count) }

  @inline(__always)
  mutating func push(_ element: consuming Element) {
    if count == memory.capacity { memory.grow(to: count * 2) }
    (memory.base + count).initialize(to: element)
    count += 1
  }

  /// Where the last element is, which there must be.
  @inline(__always)
  var top: UnsafeMutablePointer<Element> { memory.base + (count - 1) }

  @inline(__always)
  mutating func pop() -> Element {
    count -= 1
    return (memory.base + count).move()
  }

  /// Hands out the elements from `mark` on, which the caller moves away.
  @inline(__always)
  mutating func popAll(from mark: Int) -> UnsafeMutablePointer<Element> {
    count = mark
    return memory.base + mark
  }
}
