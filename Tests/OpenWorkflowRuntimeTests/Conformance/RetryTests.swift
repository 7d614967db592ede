import JSON
import Juggler
import OpenWorkflowRuntime
import Testing

/// dsl-reference.md, "Retry".
struct RetryTests {
  /// A call that fails with 503 so often, and what the `catch` says.
  func document(_ handler: String, failures: Int = 1000) -> String {
    """
    do:
      - attempt:
          try: [{ get: { call: http, with: { method: get, endpoint: 'http://s/flaky/\(failures)' } } }]
          catch: \(handler)
    """
  }

  func delays(_ trial: Trial) -> [Duration?] { trial.retried.map(\.delay) }

  @Test func retriesUntilItSucceeds() async throws {
    let trial = try await perform(document("{ retry: { delay: PT3S } }", failures: 2))
    #expect(trial.output == ["calls": 3])
    #expect(trial.elapsed == .seconds(6))
  }

  @Test(
    arguments: [
      ("", [1, 1, 1, 1]),
      ("backoff: { constant: {} }", [1, 1, 1, 1]),
      ("backoff: { linear: {} }", [1, 2, 3, 4]),
      ("backoff: { exponential: {} }", [1, 2, 4, 8]),
    ] as [(String, [Int])])
  func everyBackoffHasItsDelays(_ backoff: String, _ expected: [Int]) async throws {
    let parts = ["delay: { seconds: 1 }", backoff].filter { !$0.isEmpty }.joined(separator: ", ")
    let trial = try await perform(document("{ retry: { \(parts) } }", failures: 4))
    #expect(delays(trial) == expected.map { .seconds($0) })
    #expect(trial.elapsed == .seconds(expected.reduce(0, +)))
  }

  @Test func withoutADelayTheRetryFollowsAtOnce() async throws {
    let trial = try await perform(document("{ retry: { limit: { attempt: { count: 3 } } } }"))
    #expect(trial.elapsed == .zero)
    #expect(trial.http.count == 4)
  }

  @Test(arguments: 0..<20) func jitterIsAddedWithinItsRange(_ seed: UInt64) async throws {
    let trial = try await perform(
      document("{ retry: { delay: PT1S, jitter: { from: PT0.5S, to: PT2S } } }", failures: 3), seed: seed)
    for delay in delays(trial) {
      let delay = try #require(delay)
      #expect(delay >= .milliseconds(1500))
      #expect(delay <= .seconds(3))
    }
    #expect(delays(trial).count == 3)
  }

  @Test func countIsTheNumberOfRetriesAfterTheFirstTry() async throws {
    for count in [0, 1, 5] {
      let trial = try await perform(document("{ retry: { limit: { attempt: { count: \(count) } } } }"))
      #expect(trial.http.count == count + 1)
      #expect(trial.retried.count == count)
    }
  }

  @Test func exhaustedWithoutDoAndThenTheLastErrorFaults() async throws {
    let trial = try await perform(document("{ retry: { limit: { attempt: { count: 2 } } } }"))
    #expect(trial.fault.status == 503)
    #expect(trial.fault.instance == "/do/0/attempt/try/0/get")
  }

  @Test func exhaustedWithDoItsTasksRun() async throws {
    let trial = try await perform(
      document(
        "{ retry: { limit: { attempt: { count: 2 } } }, do: [{ c: { set: { status: '${ $error.status }', in: '${ . }' } } }] }"
      ),
      input: ["i": 1])
    #expect(trial.output == ["status": 503, "in": ["i": 1]])
    #expect(trial.http.count == 3)
  }

  @Test func exhaustedWithThenTheFlowGoesThere() async throws {
    let trial = try await perform(
      document("{ retry: { limit: { attempt: { count: 1 } } }, then: other }")
        + "\n  - skipped: { set: { wrong: 1 } }\n  - other: { set: { got: '${ . }' } }", input: ["i": 1])
    #expect(trial.output == ["got": ["i": 1]])
  }

  @Test func doDoesNotRunWhenARetrySucceeds() async throws {
    let trial = try await perform(
      document("{ retry: { limit: { attempt: { count: 2 } } }, do: [{ c: { set: { wrong: true } } }] }", failures: 2))
    #expect(trial.output == ["calls": 3])
    #expect(!trial.started.contains("c"))
  }

  @Test func attemptDurationLimitsEveryTry() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try: [{ get: { call: http, with: { method: get, endpoint: 'http://s/hang' } } }]
            catch: { retry: { delay: PT1S, limit: { attempt: { count: 2, duration: PT5S } } } }
      """)
    #expect(trial.fault.isStandard(.timeout))
    #expect(trial.http.count == 3)
    #expect(trial.elapsed == .seconds(5 + 1 + 5 + 1 + 5))
  }

  /// 0 s a try, 4 s between them: the tries are at 0, 4 and 8 seconds; the next would be beyond the limit.
  @Test func durationLimitsAllTriesWithTheirDelays() async throws {
    let trial = try await perform(document("{ retry: { delay: PT4S, limit: { duration: PT10S } } }"))
    #expect(trial.fault.status == 503)
    #expect(trial.http.count == 3)
    #expect(trial.elapsed == .seconds(8))
  }

  @Test func durationInterruptsATry() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try: [{ get: { call: http, with: { method: get, endpoint: 'http://s/hang' } } }]
            catch: { retry: { delay: PT1S, limit: { duration: PT10S } } }
      """)
    #expect(trial.fault.isStandard(.timeout))
    #expect(trial.elapsed == .seconds(10))
  }

  @Test(arguments: [(".status == 503", 3), ("$error.status == 503", 3), (".status == 500", 1), ("$input.no", 1)])
  func whenDecidesWhetherToRetry(_ condition: String, _ calls: Int) async throws {
    let trial = try await perform(
      document("{ retry: { when: '\(condition)', limit: { attempt: { count: 2 } } } }"), input: ["no": false])
    #expect(trial.http.count == calls)
    #expect(trial.fault.status == 503)
  }

  @Test func anInlinePolicySeesTheErrorUnderItsName() async throws {
    let trial = try await perform(
      document("{ as: e, retry: { when: '$e.status == 503', limit: { attempt: { count: 2 } } } }"))
    #expect(trial.http.count == 3)
  }

  @Test(arguments: [(".status == 503", 1), (".status == 500", 3)])
  func exceptWhenDecidesWhetherNotTo(_ condition: String, _ calls: Int) async throws {
    let trial = try await perform(
      document("{ retry: { exceptWhen: '\(condition)', limit: { attempt: { count: 2 } } } }"))
    #expect(trial.http.count == calls)
  }

  @Test func anErrorThatIsNotCaughtIsNotRetried() async throws {
    let trial = try await perform(
      document("{ errors: { with: { status: 500 } }, retry: { limit: { attempt: { count: 2 } } } }"))
    #expect(trial.http.count == 1)
    #expect(trial.fault.status == 503)
  }

  @Test func aPolicyMayBeNamed() async throws {
    let trial = try await perform(
      "use: { retries: { patient: { delay: PT2S, limit: { attempt: { count: 1 } }, when: '$error.status == 503' } } }\n"
        + document("{ as: e, retry: patient }"))
    #expect(trial.http.count == 2)
    #expect(trial.elapsed == .seconds(2))
  }

  @Test func everyTryBeginsWithTheSameInput() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try:
              - change: { set: { n: '${ .n + 1 }' } }
              - get: { call: http, with: { method: get, endpoint: 'http://s/flaky/2' }, output: { as: $input } }
            catch: { retry: {} }
      """, input: ["n": 1])
    #expect(trial.output == ["n": 2])
    #expect(trial.http.count == 3)
  }

  @Test func watchersHearOfEachRetryAndWhy() async throws {
    let trial = try await perform(document("{ retry: { delay: PT1S } }", failures: 2))
    #expect(trial.retried.map { $0.task?.name } == ["attempt", "attempt"])
    #expect(trial.retried.allSatisfy { $0.fault?.status == 503 })
    let attempts = trial.events.filter { $0.task?.name == "get" && $0.kind == .started }.map { $0.task?.scope.attempt }
    #expect(attempts == [1, 2, 3])
  }

  /// The key that makes a call safe to repeat is the same for each try of it.
  @Test func everyTryHasTheSameIdempotencyKeyAndAStepOfItsOwn() async throws {
    let trial = try await perform(document("{ retry: {} }", failures: 2))
    #expect(Set(trial.http.map(\.context.idempotencyKey)) == ["\(trial.run)/do/0/attempt/try/0/get"])
    #expect(Set(trial.http.map(\.context.step)).count == 3)
  }
}
