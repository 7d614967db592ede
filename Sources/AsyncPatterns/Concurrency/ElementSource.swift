import Synchronization

/// A sequence that several workers take elements from, one at a time and in order.
final class ElementSource<Element: Sendable>: Sendable {
  private struct State {
    var next: @Sendable () -> Element?
    var taken = 0
    var isExhausted = false
  }

  private let state: Mutex<State>

  init(_ sequence: some Sequence<Element> & Sendable) {
    // A Sendable sequence shares nothing unguarded with its iterator, and that is used under the lock only.
    nonisolated(unsafe) var iterator = sequence.makeIterator()
    state = Mutex(State(next: { iterator.next() }))
  }

  /// How many elements were taken so far.
  var taken: Int { state.withLock { $0.taken } }

  /// False once the sequence has ended.
  var mayHaveMore: Bool { state.withLock { !$0.isExhausted } }

  func next() -> (offset: Int, element: Element)? {
    state.withLock { state in
      guard !state.isExhausted, let element = state.next() else {
        state.isExhausted = true
        return nil
      }
      defer { state.taken += 1 }
      return (state.taken, element)
    }
  }

  /// Transforms an element, and then others for as long as there are any.
  func work<R>(
    from first: (offset: Int, element: Element),
    repeats: Bool,
    _ transform: @Sendable (Element) async throws -> R
  ) async throws -> [(offset: Int, result: R)] {
    var results = [(first.offset, try await transform(first.element))]
    while repeats, !Task.isCancelled, let (offset, element) = next() {
      results.append((offset, try await transform(element)))
    }
    return results
  }

  /// Performs the body for an element, and then for others for as long as there are any.
  func work(
    from first: (offset: Int, element: Element),
    repeats: Bool,
    _ body: @Sendable (Element) async throws -> Void
  ) async throws {
    try await body(first.element)
    while repeats, !Task.isCancelled, let (_, element) = next() { try await body(element) }
  }
}
