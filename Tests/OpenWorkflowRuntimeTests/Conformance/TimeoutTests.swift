import JSON
import Juggler
import Testing

/// dsl.md, "Timeouts".
struct TimeoutTests {
  @Test func aTaskThatTakesTooLongIsInterrupted() async throws {
    let trial = try await perform(
      """
      do:
        - get:
            timeout: { after: { seconds: 5 } }
            call: http
            with: { method: get, endpoint: 'http://s/hang' }
      """)
    #expect(trial.fault.isStandard(.timeout))
    #expect(trial.fault.instance == "/do/0/get")
    #expect(trial.elapsed == .seconds(5))
  }

  @Test func aTaskThatIsQuickEnoughIsNot() async throws {
    let trial = try await perform(
      "do: [{ get: { timeout: { after: PT5S }, call: http, with: { method: get, endpoint: 'http://s/slow/4' } } }]")
    #expect(trial.output == ["seconds": 4])
    #expect(trial.elapsed == .seconds(4))
  }

  @Test func aWorkflowThatTakesTooLongIsInterrupted() async throws {
    let trial = try await perform("timeout: { after: PT30S }\ndo: [{ w: { wait: PT60S } }]")
    #expect(trial.fault.isStandard(.timeout))
    #expect(trial.elapsed == .seconds(30))
    #expect(trial.fault.instance == "/")
  }

  @Test func aTimeoutMayBeNamed() async throws {
    let trial = try await perform(
      "use: { timeouts: { short: { after: PT2S } } }\ntimeout: short\ndo: [{ w: { timeout: short, wait: PT3S } }]")
    #expect(trial.fault.isStandard(.timeout))
    #expect(trial.elapsed == .seconds(2))
  }

  @Test func aTimeoutMayBeAnExpression() async throws {
    let trial = try await perform(
      "do: [{ w: { timeout: { after: '${ .limit }' }, wait: PT60S } }]", input: ["limit": "PT7S"])
    #expect(trial.elapsed == .seconds(7))
    #expect(trial.fault.instance == "/do/0/w")
  }

  @Test func theInstanceIsTheTaskThatTimedOutNotTheOneWithin() async throws {
    let trial = try await perform(
      """
      do:
        - outer:
            timeout: { after: PT5S }
            do: [{ quick: { set: { x: 1 } } }, { slow: { wait: PT10S } }]
      """)
    #expect(trial.fault.instance == "/do/0/outer")
  }

  @Test func theInnerTimeoutThatComesFirstIsTheOne() async throws {
    let trial = try await perform(
      """
      do:
        - outer:
            timeout: { after: PT5S }
            do: [{ slow: { timeout: { after: PT1S }, wait: PT10S } }]
      """)
    #expect(trial.fault.instance == "/do/0/outer/do/0/slow")
    #expect(trial.elapsed == .seconds(1))
  }

  @Test func aTimeoutIsCaughtLikeAnyError() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try: [{ slow: { timeout: { after: PT1S }, wait: PT10S } }]
            catch:
              errors: { with: { type: 'https://serverlessworkflow.io/spec/1.0.0/errors/timeout' } }
              do: [{ c: { set: { status: '${ $error.status }', at: '${ $error.instance }' } } }]
      """)
    #expect(trial.output == ["status": 408, "at": "/do/0/attempt/try/0/slow"])
  }

  /// The timeout of a `try` covers its retries and their delays; its own `catch` does not see it.
  @Test func theTimeoutOfATryCoversItsRetries() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            timeout: { after: PT10S }
            try: [{ get: { call: http, with: { method: get, endpoint: 'http://s/fail/503' } } }]
            catch: { retry: { delay: PT4S }, do: [{ c: { set: { wrong: true } } }] }
      """)
    #expect(trial.fault.isStandard(.timeout))
    #expect(trial.fault.instance == "/do/0/attempt")
    #expect(trial.elapsed == .seconds(10))
    #expect(trial.http.count == 3)
  }

  @Test func everyTryHasItsOwnTimeoutAnew() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try: [{ get: { timeout: { after: PT2S }, call: http, with: { method: get, endpoint: 'http://s/hang' } } }]
            catch: { retry: { limit: { attempt: { count: 2 } } } }
      """)
    #expect(trial.fault.instance == "/do/0/attempt/try/0/get")
    #expect(trial.elapsed == .seconds(6))
  }

  @Test func whatIsInterruptedIsCancelled() async throws {
    let trial = try await perform(
      """
      do:
        - both:
            timeout: { after: PT3S }
            fork: { branches: [{ a: { wait: PT60S } }, { b: { call: http, with: { method: get, endpoint: 'http://s/hang' } } }] }
      """)
    #expect(trial.fault.instance == "/do/0/both")
    #expect(Set(trial.events.filter { $0.kind == .cancelled }.compactMap { $0.task?.name }) == ["a", "b"])
  }

  /// A computation without an end waits for nothing, and ends all the same.
  @Test func anExpressionThatComputesTooLongIsInterrupted() async throws {
    let trial = try await perform(
      "do: [{ a: { timeout: { after: PT1S }, set: { n: '${ [range(1; infinite)] | length }' } } }]")
    #expect(trial.fault.isStandard(.timeout))
  }
}
