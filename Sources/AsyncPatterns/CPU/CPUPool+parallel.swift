import Synchronization

extension CPUPool {
  /// Computes a result for every element, on all threads of the pool, and returns the results in order.
  ///
  /// Neighbouring elements are computed together, in chunks: choose a chunk that takes some tens of microseconds at
  /// least, else handing it over costs more than computing it.
  ///
  /// - Parameters:
  ///   - elements: What to compute with.
  ///   - chunkSize: How many elements together; nil for eight chunks a thread.
  ///   - transform: The computation.
  /// - Throws: An error of `transform`, when the chunks under way have ended; `CancellationError` when the task is
  ///   cancelled before all chunks have begun.
  public func parallelMap<Elements: RandomAccessCollection & Sendable, R: Sendable>(
    _ elements: Elements,
    chunkSize: Int? = nil,
    _ transform: @escaping @Sendable (Elements.Element) throws -> R
  ) async throws -> [R] where Elements.Index: Sendable, Elements.SubSequence: Sendable {
    let parts = try await parallelChunks(of: elements, chunkSize: chunkSize) { try $0.map(transform) }
    var results: [R] = []
    results.reserveCapacity(elements.count)
    for part in parts { results.append(contentsOf: part) }
    return results
  }

  /// Reduces the elements to one value: each chunk by `partial`, and the chunks' values, in order, by `combine`.
  ///
  /// - Parameters:
  ///   - elements: What to reduce.
  ///   - initial: Where every chunk begins, and the value of no elements; it must not change what it is combined with.
  ///   - chunkSize: How many elements together; nil for eight chunks a thread.
  ///   - partial: Adds an element to the value of its chunk.
  ///   - combine: Joins the values of neighbouring chunks; it must be associative.
  /// - Throws: As ``parallelMap(_:chunkSize:_:)``.
  public func parallelReduce<Elements: RandomAccessCollection & Sendable, R: Sendable>(
    _ elements: Elements,
    into initial: R,
    chunkSize: Int? = nil,
    partial: @escaping @Sendable (inout R, Elements.Element) throws -> Void,
    combine: (inout R, R) throws -> Void
  ) async throws -> R where Elements.Index: Sendable, Elements.SubSequence: Sendable {
    let parts = try await parallelChunks(of: elements, chunkSize: chunkSize) { try $0.reduce(into: initial, partial) }
    var total = initial
    for part in parts { try combine(&total, part) }
    return total
  }

  /// Computes a value for every chunk; the values come in order.
  private func parallelChunks<Elements: RandomAccessCollection & Sendable, R: Sendable>(
    of elements: Elements,
    chunkSize: Int?,
    _ compute: @escaping @Sendable (Elements.SubSequence) throws -> R
  ) async throws -> [R] where Elements.Index: Sendable, Elements.SubSequence: Sendable {
    let size = max(1, chunkSize ?? (elements.count + threadCount * 8 - 1) / (threadCount * 8))
    let chunks = ElementSource(chunks(of: elements, size: size))
    return try await withThrowingTaskGroup(of: [(offset: Int, result: R)].self) { group in
      var workers = 0
      while workers < threadCount, let first = chunks.next() {
        workers += 1
        group.addTask(executorPreference: self) {
          try Task.checkCancellation()
          return try await chunks.work(from: first, repeats: true) { try compute($0) }
        }
      }
      var results: [[(offset: Int, result: R)]] = []
      while let some = try await group.next() { results.append(some) }
      if chunks.mayHaveMore { try Task.checkCancellation() }
      return inOrder(results, count: chunks.taken)
    }
  }

  private func chunks<Elements: RandomAccessCollection>(
    of elements: Elements, size: Int
  ) -> [Elements.SubSequence] {
    var chunks: [Elements.SubSequence] = []
    var start = elements.startIndex
    while start != elements.endIndex {
      let end = elements.index(start, offsetBy: size, limitedBy: elements.endIndex) ?? elements.endIndex
      chunks.append(elements[start..<end])
      start = end
    }
    return chunks
  }
}
