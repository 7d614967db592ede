/// A queue: first in, first out, amortized O(1).
@usableFromInline struct FIFO<Element> {
  @usableFromInline var storage: [Element?] = []
  @usableFromInline var head = 0

  @inlinable init() {}

  @inlinable var count: Int { storage.count - head }
  @inlinable var isEmpty: Bool { head == storage.count }

  @inlinable mutating func append(_ element: Element) {
    storage.append(element)
  }

  @inlinable mutating func popFirst() -> Element? {
    guard head < storage.count else { return nil }
    defer { compact() }
    let element = storage[head]
    storage[head] = nil
    head += 1
    return element
  }

  /// Gives the space of removed elements back once it is the larger part.
  @inlinable mutating func compact() {
    if head == storage.count {
      storage.removeAll(keepingCapacity: storage.count <= 1024)
      head = 0
    } else if head >= 32, head * 2 >= storage.count {
      storage.removeFirst(head)
      head = 0
    }
  }
}
