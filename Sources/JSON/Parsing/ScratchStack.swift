/// A stack of initialized values, from which the elements of a finished array or object move out together.
struct ScratchStack<Element>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  @inline(__always)
  mutating func push(_ element: consuming Element) {
    if count == capacity { grow() }
    (base + count).initialize(to: element)
    count += 1
  }

  /// Where the last element is, which there must be.
  @inline(__always)
  var top: UnsafeMutablePointer<Element> { base + (count - 1) }

  @inline(__always)
  mutating func pop() -> Element {
    count -= 1
    return (base + count).move()
  }

  /// Hands out the elements from `mark` on, which the caller moves away.
  @inline(__always)
  mutating func popAll(from mark: Int) -> UnsafeMutablePointer<Element> {
    count = mark
    return base + mark
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}
