import JSON
import Juggler
import JugglerTesting
import OpenWorkflowRuntime
import Testing

/// A run of any task survives a crash at each of its appends: resumed, it comes to the same end.
struct TaskCrashTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var document: String

    init(_ name: String, _ document: String) {
      self.name = name
      self.document = document
    }

    var testDescription: String { name }

    /// Whether the task `f` is a race: what its losers got done may differ.
    var isRace: Bool { name.contains("competing") || name.contains("two faults") }
  }

  static func get(_ path: String) -> String { "{ call: http, with: { method: get, endpoint: 'http://s\(path)' } }" }
  static let bad = "{ raise: { error: { type: 'https://e.com/e', status: 400 } } }"

  static let examples = [
    Example("set", "do: [{ a: { set: { x: 1 } } }]"),
    Example("call http", "do: [{ a: \(get("/x")) }, { b: { set: { uri: '${ .uri }' } } }]"),
    Example(
      "call function",
      "use: { functions: { f: \(get("/x")) } }\ndo: [{ a: { call: f } }, { b: { call: f } }, { c: { set: { uri: '${ .uri }' } } }]"
    ),
    Example("do", "do: [{ o: { do: [{ a: \(get("/1")) }, { b: \(get("/2")) }], output: { as: .uri } } }]"),
    Example(
      "for",
      "do: [{ l: { for: { in: '[1,2,3]' }, do: [{ w: { wait: PT1S } }, { a: \(get("/x")) }, { s: { set: { uri: '${ .uri }', n: '${ $item }' } } }] } }]"
    ),
    Example(
      "for, overlapping",
      """
      do:
        - l:
            for: { in: '[3,1,2]' }
            metadata: { juggler: { concurrency: 2 } }
            do: [{ w: { wait: '${ "PT\\($item)S" }' } }, { a: \(get("/x")) }, { s: { set: { n: '${ $item }' }, export: { as: '$context + { last: $item }' } } }]
        - last: { set: { rounds: '${ . }', context: '${ $context }' } }
      """),
    Example(
      "fork",
      """
      do:
        - f:
            fork:
              branches:
                - a: { do: [{ w: { wait: PT3S } }, { g: \(get("/a")) }, { s: { set: { a: '${ .uri }' } } }] }
                - b: { do: [{ w: { wait: PT1S } }, { g: \(get("/b")) }, { s: { set: { b: '${ .uri }' } } }] }
        - last: \(get("/last"))
        - s: { set: { uri: '${ .uri }' } }
      """),
    Example(
      "fork, competing",
      """
      do:
        - f:
            fork:
              compete: true
              branches:
                - slow: { do: [{ w: { wait: PT3S } }, { s: { set: { won: slow } } }] }
                - quick: { do: [{ w: { wait: PT1S } }, { g: \(get("/q")) }, { s: { set: { won: quick } } }] }
                - service: { do: [{ g: \(get("/slow/2")) }, { s: { set: { won: service } } }] }
        - last: { do: [{ g: \(get("/last")) }, { s: { set: { uri: '${ .uri }' } } }], if: '.won == "quick"' }
      """),
    Example(
      "two faults of a fork",
      """
      do:
        - t:
            try:
              - f:
                  fork:
                    branches:
                      - late: { do: [{ w: { wait: PT3S } }, { g: \(get("/fail/501")) }] }
                      - early: { do: [{ w: { wait: PT1S } }, { g: \(get("/fail/500")) }] }
            catch: { do: [{ g: \(get("/caught")) }, { s: { set: { status: '${ $error.status }' } } }] }
      """),
    Example(
      "try and catch",
      "do: [{ t: { try: [{ a: \(get("/1")) }, { b: \(get("/fail/500")) }], catch: { do: [{ c: \(get("/c")) }, { s: { set: { c: '${ .uri }', e: '${ $error }' } } }] } } }]"
    ),
    Example(
      "retry",
      """
      do:
        - t:
            try: [{ a: \(get("/1")) }, { b: \(get("/fail/503")) }]
            catch:
              retry: { delay: PT2S, backoff: { exponential: {} }, limit: { attempt: { count: 3 } } }
              do: [{ c: \(get("/c")) }, { s: { set: { c: '${ .uri }', e: '${ $error }' } } }]
      """),
    Example(
      "retry, limited in time",
      """
      do:
        - t:
            try: [{ b: \(get("/fail/503")) }]
            catch:
              retry: { delay: PT2S, limit: { duration: PT7S } }
              do: [{ s: { set: { e: '${ $error }' } } }]
        - last: \(get("/last"))
        - s: { set: { uri: '${ .uri }' } }
      """),
    Example(
      "retry within its time, long ago",
      """
      do:
        - t: { try: [{ b: \(get("/firstfails")) }], catch: { retry: { delay: PT2S, limit: { duration: PT7S, attempt: { duration: PT3S } } } } }
        - w: { wait: PT1H }
        - last: \(get("/last"))
        - s: { set: { uri: '${ .uri }' } }
      """),
    Example(
      "timeouts that were met, long ago",
      """
      do:
        - t: { timeout: { after: PT5M }, do: [{ a: \(get("/a")) }, { w: { wait: PT100S } }, { b: \(get("/b")) }] }
        - w: { wait: PT1H }
        - last: \(get("/last"))
        - s: { set: { uri: '${ .uri }' } }
      """),
    Example("raise", "do: [{ a: \(get("/1")) }, { r: \(bad) }]"),
    Example("wait", "do: [{ w: { wait: PT10S } }, { x: { wait: P1D } }, { a: { set: { x: 1 } } }]"),
    Example(
      "switch and jumps back",
      """
      do:
        - g: { call: http, with: { method: get, endpoint: 'http://s/x' }, output: { as: '{ n: ($context.n // 0 | . + 1) }' }, export: { as: . } }
        - again: { switch: [{ more: { when: .n < 3, then: g } }] }
        - s: { set: { n: '${ .n }' } }
      """),
    Example(
      "run",
      "do: [{ a: { run: { shell: { command: ls } } } }, { b: { run: { script: { language: python, code: x } } } }]"),
    Example(
      "emit",
      """
      do:
        - e: { emit: { event: { with: { source: 'https://e.com', type: t } } }, export: { as: '{ id }' } }
        - g: \(get("/x"))
        - same: { emit: { event: { with: { source: 'https://e.com', type: t } } }, output: { as: '{ type, differs: (.id != $context.id) }' } }
      """),
    Example(
      "timeout of an effect",
      """
      do:
        - t:
            try: [{ g: { timeout: { after: PT5S }, call: http, with: { method: get, endpoint: 'http://s/hang' } } }]
            catch: { do: [{ a: \(get("/1")) }, { b: \(get("/2")) }, { s: { set: { e: '${ $error }' } } }] }
      """),
    Example(
      "timeout of a wait",
      """
      do:
        - t:
            try: [{ w: { timeout: { after: PT5M }, do: [{ n: { wait: PT10M } }] } }]
            catch: { do: [{ a: \(get("/1")) }, { s: { set: { e: '${ $error }' } } }] }
      """),
    Example(
      "extension",
      """
      use: { extensions: [{ log: { extend: call, before: [{ l: \(get("/before")) }], after: [{ l: \(get("/after")) }] } }] }
      do: [{ a: \(get("/1")) }, { b: { set: { uri: '${ .uri }' } } }]
      """),
  ]

  @Test(arguments: examples, FaultingStore.Moment.allCases)
  func comesToTheSameEnd(_ example: Example, _ moment: FaultingStore.Moment) async throws {
    try await check(example, moment, pause: .zero)
  }

  /// The process was away for long, so that every wait is over when the run goes on. Limits that would have been met may
  /// not be by then.
  @Test(arguments: examples.filter { !$0.name.hasSuffix("long ago") }, FaultingStore.Moment.allCases)
  func comesToTheSameEndAfterADayAway(_ example: Example, _ moment: FaultingStore.Moment) async throws {
    try await check(example, moment, pause: .seconds(2 * 86_400))
  }

  /// Whatever runs at the same time may run in any order, before the crash and after it.
  @Test(arguments: examples, 0..<8) func comesToTheSameEndInEveryOrder(_ example: Example, _ seed: UInt64) async throws
  {
    try await check(example, seed % 2 == 0 ? .beforeCommit : .afterCommit, pause: .zero, seed: seed)
  }

  private func check(
    _ example: Example, _ moment: FaultingStore.Moment, pause: Duration, seed: UInt64? = nil
  ) async throws {
    let definition = try definition(example.document)
    let undisturbed = try await perform(example.document)
    #expect(undisturbed.journal.count >= 2)
    if case .cancelled = undisturbed.outcome { Issue.record("expected an end, found \(undisturbed.outcome)") }

    for entry in 1...undisturbed.journal.count {
      try await VirtualTime.run(seed: seed) { time in
        let world = World(time)
        let run = RunID(at: trialStart)
        let failing = FaultingStore(world.store, crashingAt: entry, moment)
        await #expect(throws: StoreError.self) {
          try await world.engine(failing).execute(world.workflow(definition), input: [:], id: run)
        }
        guard !world.store.journal(of: run).isEmpty else { return }
        let durable = world.store.journal(of: run).completedSteps
        let calls = world.http.calls.count
        if pause > .zero { try await time.clock.sleep(for: pause) }

        let outcome: RunOutcome
        do {
          outcome = .completed(try await world.engine(world.store).resume(run, as: world.workflow(definition)))
        } catch let fault as Fault {
          outcome = .faulted(fault)
        }
        // A race that was not over may be won by another when the waits of all are.
        if pause == .zero || !example.isRace || durable.contains(where: { $0.hasSuffix("/f") }) {
          #expect(outcome == undisturbed.outcome, "crash at entry \(entry)")
        }
        let again = world.http.calls.dropFirst(calls).map(\.context.step.description)
        #expect(durable.isDisjoint(with: again), "crash at entry \(entry)")
        if pause == .zero, !example.isRace {
          #expect(world.store.journal(of: run).completedSteps == undisturbed.journal.completedSteps)
        }
        if pause == .zero { #expect(time.clock.now.offset <= undisturbed.elapsed * 2, "crash at entry \(entry)") }
      }
    }
  }
}

extension [JournalEntry] {
  /// The steps with an outcome in the journal.
  var completedSteps: Set<String> {
    Set(compactMap { if case .stepEnded(let id, _) = $0.kind { id.description } else { nil } })
  }
}
