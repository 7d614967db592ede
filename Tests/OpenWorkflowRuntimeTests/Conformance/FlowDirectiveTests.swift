import JSON
import Juggler
import OpenWorkflowRuntime
import Testing

/// dsl.md, "Task Flow", and dsl-reference.md, "Flow Directive".
struct FlowDirectiveTests {
  @Test func tasksRunInTheOrderOfTheirDeclaration() async throws {
    let trial = try await perform(
      "do: [{ a: { set: { x: 1 } } }, { b: { set: { x: 2 } } }, { c: { set: { x: 3 } } }]")
    #expect(trial.started == ["a", "b", "c"])
  }

  @Test func continueGoesOnWithTheNextTask() async throws {
    let trial = try await perform(
      "do: [{ a: { set: { x: 1 }, then: continue } }, { b: { set: { x: 2 }, then: continue } }]")
    #expect(trial.started == ["a", "b"])
    #expect(trial.output == ["x": 2])
  }

  @Test func aNameGoesToThatTask() async throws {
    let trial = try await perform(
      """
      do:
        - a: { set: { x: 1 }, then: c }
        - b: { set: { x: 2 } }
        - c: { set: { seen: '${ .x }' } }
      """)
    #expect(trial.started == ["a", "c"])
    #expect(trial.output == ["seen": 1])
  }

  @Test func aNameMayLeadBack() async throws {
    let trial = try await perform(
      """
      do:
        - count: { set: { n: '${ .n + 1 }' } }
        - check:
            switch:
              - more: { when: .n < 5, then: count }
              - done: { then: end }
        - never: { set: { wrong: true } }
      """, input: ["n": 0])
    #expect(trial.output == ["n": 5])
    #expect(trial.started.filter { $0 == "count" }.count == 5)
  }

  /// Each pass is an effect of its own, and takes its own place in the journal.
  @Test func anEffectRunsAgainWhenTheFlowLeadsBack() async throws {
    let trial = try await perform(
      """
      do:
        - get: { call: http, with: { method: get, endpoint: 'http://s/x' }, output: { as: '{ n: ($context.n + 1) }' }, export: { as: . } }
        - check:
            switch:
              - more: { when: .n < 3, then: get }
              - done: { then: end }
      """, input: ["n": 0])
    #expect(trial.output == ["n": 3])
    #expect(trial.paths.count == 3)
    #expect(Set(trial.http.map(\.context.step)).count == 3)
  }

  @Test func endEndsTheWorkflowFromAnyDepth() async throws {
    let bodies = [
      "do: [{ inner: { set: { x: 1 }, then: end } }, { no: { set: { x: 2 } } }]",
      "for: { in: '[1,2]' }\n      do: [{ inner: { set: { x: 1 }, then: end } }]",
      "for: { in: '[1,2]' }\n      metadata: { juggler: { concurrency: 2 } }\n"
        + "      do: [{ inner: { set: { x: 1 }, then: end } }]",
      "try: [{ inner: { set: { x: 1 }, then: end } }]\n      catch: {}",
      "try: [{ bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } } }]\n"
        + "      catch: { do: [{ inner: { set: { x: 1 }, then: end } }] }",
      "fork: { branches: [{ b: { do: [{ inner: { set: { x: 1 }, then: end } }] } }] }",
      "fork: { compete: true, branches: [{ b: { do: [{ inner: { set: { x: 1 }, then: end } }] } }] }",
      "do: [{ deep: { do: [{ inner: { set: { x: 1 }, then: end } }] } }, { no: { set: { x: 2 } } }]",
    ]
    for body in bodies {
      let trial = try await perform("do:\n  - outer:\n      \(body)\n  - after: { set: { x: 3 } }")
      #expect(trial.output == ["x": 1], "\(body)")
      #expect(!trial.started.contains("after"), "\(body)")
      #expect(!trial.started.contains("no"), "\(body)")
    }
  }

  @Test func theOutputOfAnEndedWorkflowIsTransformed() async throws {
    let trial = try await perform(
      "output: { as: '{ got: .x }' }\ndo: [{ a: { set: { x: 1 }, then: end } }, { b: { set: { x: 2 } } }]")
    #expect(trial.output == ["got": 1])
  }

  @Test func exitInTheMainListEndsTheWorkflow() async throws {
    let trial = try await perform("do: [{ a: { set: { x: 1 }, then: exit } }, { b: { set: { x: 2 } } }]")
    #expect(trial.output == ["x": 1])
  }

  @Test func exitLeavesANestedList() async throws {
    let trial = try await perform(
      """
      do:
        - outer:
            do:
              - a: { set: { x: 1 }, then: exit }
              - b: { set: { x: 2 } }
        - after: { set: { got: '${ .x }' } }
      """)
    #expect(trial.output == ["got": 1])
    #expect(trial.started == ["outer", "a", "after"])
  }

  @Test func exitLeavesARoundOfALoop() async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { each: n, in: '[1,2,3]' }
            do:
              - a: { set: { seen: '${ .seen + [$n] }' }, then: exit }
              - b: { set: { wrong: true } }
        - after: { set: '${ . }' }
      """)
    #expect(trial.output == ["seen": [1, 2, 3]])
  }

  @Test func exitLeavesABranch() async throws {
    let trial = try await perform(
      """
      do:
        - both:
            fork:
              branches:
                - left: { do: [{ a: { set: { l: 1 }, then: exit } }, { b: { set: { l: 2 } } }] }
                - right: { set: { r: 1 }, then: exit }
        - after: { set: { got: '${ . }' } }
      """)
    #expect(trial.output == ["got": [["l": 1], ["r": 1]]])
  }

  @Test func exitLeavesATryAndACatch() async throws {
    let trial = try await perform(
      """
      do:
        - attempt:
            try:
              - a: { set: { a: 1 }, then: exit }
              - b: { set: { b: 1 } }
            catch: {}
        - failing:
            try: [{ bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } } }]
            catch:
              do:
                - c: { set: { c: '${ .a }' }, then: exit }
                - d: { set: { d: 1 } }
        - after: { set: { got: '${ . }' } }
      """)
    #expect(trial.output == ["got": ["c": 1]])
  }

  @Test func anEmptyListOfWhatFollowsEndsTheWorkflow() async throws {
    let trial = try await perform("do: [{ a: { set: { x: 1 }, then: b } }, { b: { set: { y: '${ .x }' } } }]")
    #expect(trial.output == ["y": 1])
  }

  @Test func aNameOfAnotherListIsRefused() {
    let found = problems(
      """
      do:
        - outer: { do: [{ inner: { set: { x: 1 }, then: after } }] }
        - after: { set: { x: 2 } }
      """)
    #expect(found.count == 1)
    #expect(found.first?.contains("after") == true)
  }

  @Test func anUncaughtErrorHaltsTheWorkflow() async throws {
    let trial = try await perform(
      """
      do:
        - a: { raise: { error: { type: 'https://e.com/e', status: 400 } } }
        - b: { set: { x: 1 } }
      """)
    #expect(trial.fault.type == "https://e.com/e")
    #expect(trial.started == ["a"])
  }
}
