import AsyncPatterns
import JSON
import Juggler
import JugglerTesting

/// Runs `body` beside an engine that serves `store`, and stops that in good order afterwards.
func serving<R: Sendable>(
  _ store: any RunStore, _ time: VirtualTime, workflows: WorkflowRegistry = WorkflowRegistry(),
  configuration: EngineConfiguration = EngineConfiguration(), observers: [any RunObserver] = [],
  _ body: @escaping @Sendable (Engine) async throws -> R
) async throws -> R {
  let engine = Engine(
    store: store, clock: time.clock, cpuPool: .shared, observers: observers,
    startTime: testStart + time.clock.now.offset, workflows: workflows, configuration: configuration)
  return try await withThrowingTaskGroup(of: R?.self) { group in
    group.addTask {
      try await engine.run()
      return nil
    }
    group.addTask {
      do {
        let result = try await body(engine)
        engine.shutDown()
        return result
      } catch {
        engine.shutDown()
        throw error
      }
    }
    var result: R?
    while let next = try await group.next() { result = next ?? result }
    guard let result else { throw CancellationError() }
    return result
  }
}

extension RunStore {
  func status(of run: RunID) async throws -> RunStatus? { try await self.run(run)?.status }
}

/// Something that a test lets happen.
final class Latch: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func open() { continuation.finish() }

  func wait() async { for await _ in stream {} }
}
