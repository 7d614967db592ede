import Synchronization

/// Stages that work at the same time, each on what the stage before it has done, with bounded buffers between them.
///
/// ```swift
/// try await Pipeline.run { pipeline in
///   pipeline.source(urls)
///     .map(parallelism: 8) { url in try await download(url) }
///     .map(parallelism: 2) { data in try await CPUPool.shared.run { try decode(data) } }
///     .batch(of: 100)
///     .forEach { images in try await store(images) }
/// }
/// ```
///
/// A slow stage holds up those before it: a buffer that is full takes nothing more. When a source ends, completion
/// flows through the stages, and `run` returns when the last has ended. An error in any stage cancels all of them and is
/// thrown by `run`. Every ``Flow`` must be used exactly once.
public final class Pipeline: Sendable {
  private struct State {
    var stages: [@Sendable () async throws -> Void] = []
    var openFlows = 0
  }

  private let state = Mutex(State())

  private init() {}

  /// Builds a pipeline and runs it to its end.
  ///
  /// - Throws: The first error of a stage; ``UnusedFlowError`` when a flow has no use, and then nothing was run;
  ///   `CancellationError` when the task is cancelled before the end.
  public static func run(_ build: (Pipeline) throws -> Void) async throws {
    let pipeline = Pipeline()
    try build(pipeline)
    let (stages, open) = pipeline.state.withLock { ($0.stages, $0.openFlows) }
    guard open == 0 else { throw UnusedFlowError(count: open) }
    try await withThrowingDiscardingTaskGroup { group in
      for stage in stages { group.addTask { try await stage() } }
    }
    try Task.checkCancellation()
  }

  /// A flow of the elements of a sequence.
  public func source<S: Sequence & Sendable>(_ elements: S, buffer: Int = 16) -> Flow<S.Element>
  where S.Element: Sendable {
    flow(buffer: buffer) { output in for element in elements { try await output.send(element) } }
  }

  /// A flow of the elements of an asynchronous sequence.
  public func source<S: AsyncSequence & Sendable>(_ elements: S, buffer: Int = 16) -> Flow<S.Element>
  where S.Element: Sendable {
    flow(buffer: buffer) { output in for try await element in elements { try await output.send(element) } }
  }

  /// A flow of what the body sends; it ends when the body returns.
  public func source<Element: Sendable>(
    of type: Element.Type = Element.self,
    buffer: Int = 16,
    _ body: @escaping @Sendable (_ send: @Sendable (Element) async throws -> Void) async throws -> Void
  ) -> Flow<Element> {
    flow(buffer: buffer) { output in try await body { try await output.send($0) } }
  }

  /// A new flow, and the stage that fills it: the flow ends when the stage does.
  func flow<Element: Sendable>(
    buffer: Int, _ stage: @escaping @Sendable (Channel<Element>) async throws -> Void
  ) -> Flow<Element> {
    let output = Channel<Element>(capacity: buffer)
    add { try await Self.filling([output]) { try await stage(output) } }
    return Flow(pipeline: self, channel: output)
  }

  /// Ends the flows as their stage ends: an error must not look like the end of the elements to those after it.
  static func filling<Element: Sendable>(
    _ outputs: [Channel<Element>], _ stage: () async throws -> Void
  ) async throws {
    do {
      try await stage()
      for output in outputs { output.finish() }
    } catch {
      for output in outputs { output.fail(error) }
      throw error
    }
  }

  func add(_ stage: @escaping @Sendable () async throws -> Void) {
    state.withLock { $0.stages.append(stage) }
  }

  func opened() {
    state.withLock { $0.openFlows += 1 }
  }

  func used() {
    state.withLock { $0.openFlows -= 1 }
  }
}

/// A pipeline has flows that nobody takes from, so it could never end.
public struct UnusedFlowError: Error, Equatable, CustomStringConvertible {
  /// How many; negative when a flow was used more than once.
  public var count: Int

  public init(count: Int) {
    self.count = count
  }

  public var description: String {
    count > 0
      ? "\(count) flows of the pipeline are not used: end each with forEach or drain()"
      : "a flow of the pipeline is used more than once: split it with broadcast"
  }
}
