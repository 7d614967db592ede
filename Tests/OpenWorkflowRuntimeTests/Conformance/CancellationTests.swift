import JSON
import Juggler
import JugglerTesting
import OpenWorkflow
import OpenWorkflowRuntime
import Testing

/// A cancelled run ends, whatever it does, and nothing in it takes the cancellation for an error.
struct CancellationTests {
  /// Runs a document that cancels itself in its first call of a service.
  func cancelled(_ yaml: String) async throws -> Trial {
    try await perform(
      yaml,
      http: { call in
        if call.number == 0 { withUnsafeCurrentTask { $0?.cancel() } }
        return try await services(call)
      })
  }

  @Test func anEndlessLoopWithoutEffectsEnds() async throws {
    let trial = try await cancelled(
      """
      do:
        - get: { call: http, with: { method: get, endpoint: 'http://s/x' } }
        - again: { set: { x: 1 }, then: again }
      """)
    #expect(trial.outcome == .cancelled)
  }

  @Test func aLoopOverEffectsEnds() async throws {
    let trial = try await cancelled(
      "do: [{ l: { for: { in: '[range(1000)]' }, do: [{ get: { call: http, with: { method: get, endpoint: 'http://s/x' } } }] } }]"
    )
    #expect(trial.outcome == .cancelled)
    #expect(trial.http.count == 1)
  }

  @Test func aTryDoesNotCatchIt() async throws {
    let trial = try await cancelled(
      """
      do:
        - t:
            try: [{ get: { call: http, with: { method: get, endpoint: 'http://s/hang' } } }]
            catch: { retry: {}, do: [{ c: { set: { caught: true } } }] }
      """)
    #expect(trial.outcome == .cancelled)
    #expect(trial.http.count == 1)
    #expect(!trial.started.contains("c"))
    #expect(trial.events.last?.kind == .cancelled)
  }

  /// A library may report a cancelled call as an error of its own.
  @Test func anErrorOfAConnectorThatWasCancelledIsNone() async throws {
    struct ConnectionClosed: Error {}
    let trial = try await perform(
      "do: [{ get: { call: http, with: { method: get, endpoint: 'http://s/x' } } }]",
      http: { _ in
        withUnsafeCurrentTask { $0?.cancel() }
        throw ConnectionClosed()
      })
    #expect(trial.outcome == .cancelled)
  }

  @Test func everyTaskUnderWayHearsOfIt() async throws {
    let definition = try definition(
      """
      do:
        - both:
            fork:
              branches:
                - a: { wait: PT1H }
                - b: { do: [{ get: { call: http, with: { method: get, endpoint: 'http://s/hang' } } }] }
      """)
    let trial = try await VirtualTime.run { time in
      let world = World(time)
      return await withTaskGroup(of: Trial.self) { group in
        group.addTask { await world.execute(definition, input: [:]) }
        // Both branches wait on the clock that has not moved yet.
        await time.idle()
        group.cancelAll()
        return await group.next()
      }
    }
    #expect(trial?.outcome == .cancelled)
    #expect(trial?.elapsed == .zero)
    #expect(
      Set(trial?.events.filter { $0.kind == .cancelled }.map { $0.task?.name } ?? []) == ["a", "b", "get", "both", nil])
  }
}
