import JSON
import OpenWorkflow
import Testing

@Suite struct ControlTests {
  private func kind(_ task: String) throws -> TaskDefinition.Kind {
    try workflow("do:\n  - t:\n" + task.split(separator: "\n").map { "      \($0)\n" }.joined())
      .tasks.entries[0].definition.kind
  }

  @Test func forHasDefaults() throws {
    guard case .forEach(let loop) = try kind("for: { in: .items }\ndo: [a: { set: { x: 1 } }]"),
      case .expression(let collection) = loop.collection
    else { throw Unexpected("no loop") }
    #expect((loop.each, loop.at) == ("item", "index"))
    #expect(collection.source == ".items")
    #expect(loop.condition == nil)
    #expect(loop.concurrency == nil)
  }

  @Test func forIsReadCompletely() throws {
    guard
      case .forEach(let loop) = try kind(
        """
        for: { each: pet, at: i, in: '${ .pets }' }
        while: .vet != null
        metadata: { juggler: { concurrency: 8 }, other: 1 }
        do: [a: { set: { x: 1 } }]
        """)
    else { throw Unexpected("no loop") }
    #expect((loop.each, loop.at) == ("pet", "i"))
    #expect(loop.condition?.source == ".vet != null")
    #expect(loop.concurrency == 8)
  }

  @Test func inlineArraysAreCollections() throws {
    guard case .forEach(let loop) = try kind("for: { in: [{ a: 1 }, 2] }\ndo: []"),
      case .literal([["a": 1], 2]) = loop.collection
    else { throw Unexpected("no list") }
  }

  @Test(arguments: [
    ("for: { in: 3 }\ndo: []", "4:18: error: 'in' must be an expression or a list, found the number 3"),
    ("for: { each: x }\ndo: []", "4:7: error: 'for' needs 'in': the collection"),
    ("for: { in: . }", "3:5: error: the task 't' needs 'do': the tasks of each round"),
    ("for: { in: ., each: $x }\ndo: []", "4:27: error: 'each' names a variable without '$': write 'x'"),
    ("for: { in: ., each: a-b }\ndo: []", "4:27: error: 'each' must be letters, digits and '_', found 'a-b'"),
    ("for: { in: ., each: x, at: x }\ndo: []", "4:34: error: 'at' must not be 'x', which holds the item already"),
    ("for: { in: ., at: task }\ndo: []", "4:25: error: 'at' must not be 'task': '$task' has a meaning of its own"),
    (
      "for: { in: . }\ndo: []\nmetadata: { juggler: { concurrency: 0 } }",
      "6:43: error: 'concurrency' must be a whole number, 1 or more, found the number 0"
    ),
    (
      "for: { in: . }\ndo: []\nmetadata: { juggler: { concurency: 2 } }",
      "6:30: error: unknown key 'concurency' in 'juggler'; did you mean 'concurrency'?"
    ),
    (
      "set: { x: 1 }\nmetadata: { juggler: { concurrency: 2 } }",
      "5:30: error: 'concurrency' is a setting of 'for' tasks: it says how many rounds may overlap"
    ),
    (
      "fork: { branches: { a: { set: { x: 1 } } } }",
      "4:25: error: 'branches' must be a list of tasks, found a mapping; begin each task with '-': '- a: …'"
    ),
    ("fork: { compete: 'yes', branches: [] }", "4:24: error: 'compete' must be true or false, found 'yes'"),
    ("fork: {}", "4:7: error: 'fork' needs 'branches': the tasks to run at the same time"),
    ("switch: []", "4:15: error: 'switch' has no case"),
    ("switch:\n  - a: { when: .x }", "5:11: error: the case 'a' needs 'then': where to go when the case matches"),
    (
      "switch:\n  - a: { then: end }\n  - b: { then: exit }",
      "6:11: error: a second case without 'when', beside 'a'; only one can be the default"
    ),
    ("switch:\n  - a: { wen: .x, then: end }", "5:16: error: unknown key 'wen' in the case 'a'; did you mean 'when'?"),
    ("try: []", "3:5: error: the task 't' needs 'catch': what to do with an error; '{}' goes on after it"),
    ("try: []\ncatch: { retrys: x }", "5:16: error: unknown key 'retrys' in 'catch'; did you mean 'retry'?"),
    ("try: []\ncatch: { retry: nope }", "5:23: error: no retry policy is named 'nope'; declare it under 'use.retries'"),
    ("try: []\ncatch: { errors: { type: x } }", "5:26: error: unknown key 'type' in 'errors'; expected 'with'"),
    (
      "try: []\ncatch: { errors: { with: { status: '404' } } }",
      "5:42: error: 'status' must be a whole number such as 404, found '404'; remove the quotes"
    ),
    ("raise: { error: nope }", "4:23: error: no error is named 'nope'; declare it under 'use.errors'"),
    ("raise: { error: { type: https://a } }", "4:16: error: 'error' needs 'status': a number such as 400"),
  ])
  func problemsAreExplained(task: String, problem: String) {
    let body = task.split(separator: "\n").map { "      \($0)\n" }.joined()
    #expect(diagnose(body: "do:\n  - t:\n" + body) == [problem])
  }

  @Test func switchKeepsItsDefaultApart() throws {
    let definition = try workflow(
      "do:\n  - t: { switch: [a: { when: .x, then: end }, b: { then: t }, c: { when: .y, then: continue }] }")
    guard case .switchCases(let cases) = definition.tasks.entries[0].definition.kind else {
      throw Unexpected("no switch")
    }
    #expect(cases.cases.map(\.name) == ["a", "c"])
    #expect(cases.cases.map(\.then) == [.end, .continue])
    #expect(cases.defaultCase?.then == .task("t"))
  }

  @Test func catchIsReadCompletely() throws {
    guard
      case .tryCatch(let attempt) = try kind(
        """
        try: [a: { set: { x: 1 } }]
        catch:
          errors: { with: { type: https://example.com/e, status: 503, instance: /do/0, title: T, detail: D } }
          as: problem
          when: $problem.status == 503
          exceptWhen: .status == 500
          retry:
            when: .a
            exceptWhen: .b
            delay: PT1S
            backoff: { exponential: {} }
            limit: { attempt: { count: 3, duration: PT5S }, duration: PT1M }
            jitter: { from: PT0S, to: { milliseconds: 500 } }
          do: [b: { set: { x: 1 } }]
          then: end
        """)
    else { throw Unexpected("no try") }
    let handler = attempt.catch
    #expect(handler.errors?.status == 503)
    #expect(handler.errors?.type == "https://example.com/e")
    #expect(handler.variable == "problem")
    #expect(handler.when?.source == "$problem.status == 503")
    #expect(handler.exceptWhen != nil)
    #expect(handler.tasks?.entries.count == 1)
    #expect(handler.then == .end)
    let retry = try #require(handler.retry)
    #expect(retry.backoff == .exponential)
    #expect(retry.attemptCount == 3)
    guard case .constant(.seconds(1))? = retry.delay, case .constant(.seconds(5))? = retry.attemptDuration,
      case .constant(.seconds(60))? = retry.duration, case .constant(.milliseconds(500))? = retry.jitter?.to
    else { throw Unexpected("\(retry)") }
  }

  @Test func anEmptyCatchCatchesEverything() throws {
    guard case .tryCatch(let attempt) = try kind("try: []\ncatch: {}") else { throw Unexpected("no try") }
    #expect(attempt.catch.variable == "error")
    #expect(attempt.catch.errors == nil)
    #expect(attempt.catch.retry == nil)
  }

  @Test func backoffsKnowNoSettings() {
    #expect(
      diagnose(body: "do:\n  - t: { try: [], catch: { retry: { backoff: { linear: { step: 2 } } } } }") == [
        "3:58: warning: 'step' has no meaning in DSL 1.0 and is ignored"
      ])
  }

  @Test func jitterGoesUp() {
    #expect(
      diagnose(body: "do:\n  - t: { try: [], catch: { retry: { jitter: { from: PT2S, to: PT1S } } } }") == [
        "3:37: error: 'jitter' goes from 2.0 seconds to 1.0 seconds; 'from' must not be longer than 'to'"
      ])
  }
}
