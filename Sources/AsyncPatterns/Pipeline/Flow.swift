/// What flows from one stage of a ``Pipeline`` to the next. To be used exactly once.
public struct Flow<Element: Sendable>: Sendable {
  let pipeline: Pipeline
  private let channel: Channel<Element>

  init(pipeline: Pipeline, channel: Channel<Element>) {
    self.pipeline = pipeline
    self.channel = channel
    pipeline.opened()
  }

  /// Takes the elements: this is the one use of the flow.
  func input() -> Channel<Element> {
    pipeline.used()
    return channel
  }
}

extension Flow {
  /// Transforms every element.
  ///
  /// - Parameters:
  ///   - parallelism: How many at a time.
  ///   - ordered: Whether results keep the order of the elements; without, a slow one holds up no other.
  ///   - buffer: How many results wait for the next stage at most.
  public func map<R: Sendable>(
    parallelism: Int = 1,
    ordered: Bool = true,
    buffer: Int = 16,
    _ transform: @escaping @Sendable (Element) async throws -> R
  ) -> Flow<R> {
    let input = input()
    return pipeline.flow(buffer: buffer) { output in
      try await input.concurrentMap(maxConcurrency: parallelism, ordered: ordered, transform) {
        try await output.send($0)
      }
    }
  }

  /// Lets through the elements that the condition holds for.
  public func filter(
    buffer: Int = 16, _ isIncluded: @escaping @Sendable (Element) async throws -> Bool
  ) -> Flow<Element> {
    let input = input()
    return pipeline.flow(buffer: buffer) { output in
      for try await element in input where try await isIncluded(element) { try await output.send(element) }
    }
  }

  /// Makes any number of elements of each.
  public func flatMap<R: Sendable>(
    parallelism: Int = 1,
    ordered: Bool = true,
    buffer: Int = 16,
    _ transform: @escaping @Sendable (Element) async throws -> [R]
  ) -> Flow<R> {
    let input = input()
    return pipeline.flow(buffer: buffer) { output in
      try await input.concurrentMap(maxConcurrency: parallelism, ordered: ordered, transform) { results in
        for result in results { try await output.send(result) }
      }
    }
  }

  /// Collects elements into arrays of that size; the last may be smaller.
  public func batch(of size: Int, buffer: Int = 16) -> Flow<[Element]> {
    let (input, size) = (input(), max(1, size))
    return pipeline.flow(buffer: buffer) { output in
      var batch: [Element] = []
      for try await element in input {
        batch.append(element)
        if batch.count == size {
          try await output.send(batch)
          batch = []
        }
      }
      if !batch.isEmpty { try await output.send(batch) }
    }
  }

  /// Collects elements into arrays of that size, or smaller ones when the first has waited so long.
  public func batch<C: Clock>(
    of size: Int, within delay: Duration, clock: C, buffer: Int = 16
  ) -> Flow<[Element]> where C.Duration == Duration {
    let (input, size) = (input(), max(1, size))
    return pipeline.flow(buffer: buffer) { output in
      while let first = try await input.receive() {
        var batch = [first]
        let due = clock.now.advanced(by: delay)
        do {
          while batch.count < size,
            let next = try await input.receive(timeout: max(.zero, clock.now.duration(to: due)), clock: clock)
          {
            batch.append(next)
          }
        } catch is TimeoutError {
          // What is there by now is the batch.
        }
        try await output.send(batch)
      }
    }
  }

  /// Gives every element to several flows. The slowest of them holds up all.
  public func broadcast(to count: Int, buffer: Int = 16) -> [Flow<Element>] {
    let (input, pipeline) = (input(), pipeline)
    let outputs = (0..<max(1, count)).map { _ in Channel<Element>(capacity: buffer) }
    pipeline.add {
      try await Pipeline.filling(outputs) {
        for try await element in input {
          for output in outputs { try await output.send(element) }
        }
      }
    }
    return outputs.map { Flow(pipeline: pipeline, channel: $0) }
  }

  /// Pairs the elements of two flows, the first with the first, and so on; ends with the shorter, and drops the rest of the longer.
  public func join<Other: Sendable>(_ other: Flow<Other>, buffer: Int = 16) -> Flow<(Element, Other)> {
    let (left, right) = (input(), other.input())
    return pipeline.flow(buffer: buffer) { output in
      while let first = try await left.receive(), let second = try await right.receive() {
        try await output.send((first, second))
      }
      // Whoever still sends to the longer one must not wait for ever.
      try await left.drain()
      try await right.drain()
    }
  }

  /// Brings the elements of several flows together, as they come.
  public func merge(_ others: Flow<Element>..., buffer: Int = 16) -> Flow<Element> {
    let inputs = [input()] + others.map { $0.input() }
    return pipeline.flow(buffer: buffer) { output in
      try await inputs.concurrentForEach { input in
        for try await element in input { try await output.send(element) }
      }
    }
  }

  /// Does something with every element, and so ends the flow.
  public func forEach(
    parallelism: Int = 1, _ body: @escaping @Sendable (Element) async throws -> Void
  ) {
    let input = input()
    pipeline.add { try await input.concurrentForEach(maxConcurrency: parallelism, body) }
  }

  /// Drops every element, and so ends the flow.
  public func drain() {
    let input = input()
    pipeline.add { try await input.drain() }
  }
}

extension Channel {
  fileprivate func drain() async throws {
    while try await receive() != nil {}
  }
}
