import OpenWorkflow
import Testing

@Suite struct FlowTests {
  @Test(arguments: [
    (
      "- a: { set: { x: 1 }, then: thrid }\n  - third: { set: { x: 1 } }",
      "3:31: error: 'then' goes to 'thrid', which is no task of the same list; did you mean 'third'?"
    ),
    (
      "- a: { set: { x: 1 }, then: elsewhere }",
      "3:31: error: 'then' goes to 'elsewhere', which is no task of the same list; this list has 'a'"
    ),
    (
      "- a: { switch: [c: { when: ., then: nope }] }",
      "3:39: error: 'then' goes to 'nope', which is no task of the same list; this list has 'a'"
    ),
    (
      "- a: { try: [], catch: { then: nope } }",
      "3:34: error: 'then' goes to 'nope', which is no task of the same list; this list has 'a'"
    ),
    (
      "- a: { do: [b: { set: { x: 1 }, then: a }] }",
      "3:41: error: 'then' goes to 'a', which is no task of the same list; this list has 'b'"
    ),
    (
      "- a: { set: { x: 1 }, then: ext }",
      "3:31: error: 'then' goes to 'ext', which is no task of the same list; did you mean 'exit'?"
    ),
    (
      "- a: { set: { x: 1 }, then: '${ .x }' }",
      "3:31: error: 'then' must be a fixed text: an expression is not evaluated here"
    ),
    (
      "- a: { set: { x: 1 }, then: { a: 1 } }",
      "3:31: error: 'then' must be 'continue', 'exit', 'end' or the name of a task, found a mapping"
    ),
  ])
  func targetsAreTasksOfTheSameList(tasks: String, problem: String) {
    #expect(diagnose(body: "do:\n  \(tasks)").contains(problem))
  }

  @Test func branchesAndFunctionsStandAlone() {
    #expect(
      diagnose(
        body: """
          use: { functions: { f: { set: { x: 1 }, then: a } } }
          do:
            - a: { call: f }
            - b: { fork: { branches: [x: { set: { x: 1 }, then: y }, y: { set: { x: 1 }, then: exit }] } }
          """) == [
          "2:47: error: 'then' goes to 'a', but a function is one task; it can only 'continue', 'exit' or 'end'",
          "5:55: error: 'then' goes to 'y', but a branch runs on its own; it can only 'continue', 'exit' or 'end'",
        ])
  }

  @Test func tasksAfterAnEndAreOutOfReach() {
    #expect(
      diagnose(
        body: """
          do:
            - a: { set: { x: 1 }, then: c }
            - b: { set: { x: 1 } }
            - c: { set: { x: 1 }, then: end }
            - d: { set: { x: 1 }, then: e }
            - e: { set: { x: 1 } }
          """) == [
          "4:5: warning: the task 'b' is never reached", "6:5: warning: the task 'd' is never reached",
          "7:5: warning: the task 'e' is never reached",
        ])
  }

  @Test(arguments: [
    "- a: { if: .x, set: { x: 1 }, then: end }\n  - b: { set: { x: 1 } }",
    "- a: { switch: [c: { when: .x, then: end }] }\n  - b: { set: { x: 1 } }",
    "- a: { switch: [c: { then: c }] }\n  - b: { set: { x: 1 }, then: end }\n  - c: { set: { x: 1 }, then: b }",
    "- a: { try: [], catch: { then: c }, then: end }\n  - c: { set: { x: 1 } }",
    "- a: { fork: { branches: [x: { set: { x: 1 }, then: end }, y: { set: { x: 1 } }] } }",
  ])
  func tasksThatMayBeReachedAreFine(tasks: String) {
    #expect(diagnose(body: "do:\n  \(tasks)") == [])
  }

  @Test func aSwitchWithADefaultDoesNotGoOn() {
    #expect(
      diagnose(body: "do:\n  - a: { switch: [c: { then: end }] }\n  - b: { set: { x: 1 } }") == [
        "4:5: warning: the task 'b' is never reached"
      ])
  }

  @Test func secondTasksOfANameAreWarnedOf() {
    #expect(
      diagnose(body: "do:\n  - a: { set: { x: 1 } }\n  - a: { set: { x: 1 } }") == [
        "4:5: warning: a second task of this list is named 'a' (the first stands in line 3); 'then: a' means the first"
      ])
  }
}
