public import Synchronization

/// A sequence that several workers take elements from, one at a time and in order.
///
/// It and what uses it can be specialized by callers in other modules: a cheap element costs no more than its lock then.
@usableFromInline
final class ElementSource<Elements: Sequence & Sendable>: Sendable where Elements.Element: Sendable {
  @usableFromInline
  struct State {
    @usableFromInline var iterator: Elements.Iterator
    @usableFromInline var taken = 0
    @usableFromInline var isExhausted = false

    @inlinable
    init(iterator: Elements.Iterator) {
      self.iterator = iterator
    }
  }

  @usableFromInline let state: Mutex<State>

  @inlinable
  init(_ sequence: Elements) {
    // A Sendable sequence shares nothing unguarded with its iterator, and that is used under the lock only.
    nonisolated(unsafe) let state = State(iterator: sequence.makeIterator())
    self.state = Mutex(state)
  }

  /// How many elements were taken so far.
  @inlinable var taken: Int { state.withLock { $0.taken } }

  /// False once the sequence has ended.
  @inlinable var mayHaveMore: Bool { state.withLock { !$0.isExhausted } }

  @inlinable
  func next() -> (offset: Int, element: Elements.Element)? {
    state.withLock { state in
      guard !state.isExhausted, let element = state.iterator.next() else {
        state.isExhausted = true
        return nil
      }
      defer { state.taken += 1 }
      return (state.taken, element)
    }
  }

  /// Transforms an element, and then others for as long as there are any.
  @inlinable
  func work<R>(
    from first: (offset: Int, element: Elements.Element),
    repeats: Bool,
    _ transform: @Sendable (Elements.Element) async throws -> R
  ) async throws -> [(offset: Int, result: R)] {
    var results = [(offset: first.offset, result: try await transform(first.element))]
    while repeats, !Task.isCancelled, let (offset, element) = next() {
      results.append((offset, try await transform(element)))
    }
    return results
  }

  /// Performs the body for an element, and then for others for as long as there are any.
  @inlinable
  func work(
    from first: (offset: Int, element: Elements.Element),
    repeats: Bool,
    _ body: @Sendable (Elements.Element) async throws -> Void
  ) async throws {
    try await body(first.element)
    while repeats, !Task.isCancelled, let (_, element) = next() { try await body(element) }
  }
}

/// Puts what several workers produced into the order of the elements.
@inlinable
func inOrder<R>(_ results: [[(offset: Int, result: R)]], count: Int) -> [R] {
  [R](unsafeUninitializedCapacity: count) { buffer, initialized in
    // Every offset below count occurs exactly once: each was taken by one worker, and each worker finished.
    for part in results {
      for (offset, result) in part { buffer.initializeElement(at: offset, to: result) }
    }
    initialized = count
  }
}
