import JSON
import OpenWorkflow
import Testing

@Suite struct TaskTests {
  @Test func referencesPointThroughEveryLevel() throws {
    let definition = try workflow(
      """
      use:
        functions: { shared: { do: [inner: { set: { x: 1 } }] } }
        extensions: [log: { extend: all, before: [first: { set: { x: 1 } }] }]
      do:
        - outer:
            do:
              - call: { call: shared }
              - attempt:
                  try: [risky: { set: { x: 1 } }]
                  catch: { do: [handler: { set: { x: 1 } }] }
              - f:
                  fork: { branches: [a: { set: { x: 1 } }, b/c: { set: { x: 1 } }] }
              - loop:
                  for: { in: . }
                  do: [round: { set: { x: 1 } }]
              - events:
                  listen: { to: { any: [] } }
                  foreach: { do: [each: { set: { x: 1 } }] }
      """)
    #expect(
      definition.references == [
        "/do/0/outer", "/do/0/outer/do/0/call", "/do/0/outer/do/1/attempt", "/do/0/outer/do/1/attempt/try/0/risky",
        "/do/0/outer/do/1/attempt/catch/do/0/handler", "/do/0/outer/do/2/f", "/do/0/outer/do/2/f/fork/branches/0/a",
        "/do/0/outer/do/2/f/fork/branches/1/b~1c", "/do/0/outer/do/3/loop", "/do/0/outer/do/3/loop/do/0/round",
        "/do/0/outer/do/4/events", "/do/0/outer/do/4/events/foreach/do/0/each",
      ])
    #expect(definition.use.functions["shared"]?.reference == "/use/functions/shared")
    #expect(definition.use.extensions[0].before?.entries[0].reference == "/use/extensions/0/log/before/0/first")
  }

  @Test func membersOfEveryTaskAreRead() throws {
    let definition = try workflow(
      """
      use: { timeouts: { short: { after: PT5S } } }
      do:
        - a:
            if: .go
            input: { from: .x }
            set: { y: 1 }
            output: { as: { z: '${ .y }' } }
            export: { as: '.z' }
            timeout: short
            then: b
            metadata: { team: kitchen }
        - b: { set: '${ . }', timeout: { after: { minutes: 1 } }, then: end }
      """)
    let a = definition.tasks.entries[0].definition
    #expect(a.condition?.source == ".go")
    #expect(a.metadata == ["team": "kitchen"])
    #expect(a.then == .task("b"))
    #expect(a.timeout?.name == "short")
    guard case .constant(.seconds(5))? = a.timeout?.after, case .expression(let from)? = a.input?.from,
      case .object(let members)? = a.output?.as, case .expression(let inner) = members[0].value,
      case .expression(let exported)? = a.export?.as
    else {
      Issue.record("\(a.kind)")
      return
    }
    #expect(from.source == ".x")
    #expect(members[0].key == "z")
    #expect(inner.source.contains(".y"))
    #expect(exported.source == ".z")
    #expect(a.source["set"] == ["y": 1])
    let b = definition.tasks.entries[1].definition
    #expect(b.then == .end)
    #expect(definition.tasks.index(of: "b") == 1)
    #expect(definition.tasks.index(of: "c") == nil)
  }

  @Test(arguments: [
    ("- a: { sett: { x: 1 } }", "3:10: error: unknown key 'sett' in the task 'a'; did you mean 'set'?"),
    ("- a: { set: { x: 1 }, next: b }", "3:25: error: unknown key 'next' in the task 'a'; did you mean 'then'?"),
    ("- a: { set: { x: 1 }, wait: PT1S }", "3:5: error: the task 'a' says 'set' and 'wait'; a task does one of them"),
    (
      "- a: {}",
      "3:5: error: the task 'a' does nothing: it needs one of 'call', 'do', 'emit', 'for', 'fork', 'listen', 'raise', "
        + "'run', 'set', 'switch', 'try' or 'wait'"
    ),
    ("- a:", "3:7: error: 'a' must be a task, found nothing; such as 'set: { … }' or 'call: http'"),
    ("- 17", "3:5: error: item 1 of 'do' must be a task with its name: '- name: { … }', found the number 17"),
    (
      "- a:\n    set: { x: 1 }",
      "4:5: error: item 1 of 'do' must be a task with its name, found the keys 'a' and 'set'; begin each with '-', "
        + "and indent what belongs to it"
    ),
    (
      "a: { set: { x: 1 } }",
      "3:3: error: 'do' must be a list of tasks, found a mapping; begin each task with '-': '- a: …'"
    ),
    (
      "- a: { set: .x }",
      "3:15: error: 'set' must be a mapping or an expression, found '.x'; write '${ .x }' for an expression"
    ),
    (
      "- a: { set: {} }",
      "3:15: error: 'set' must be a mapping of the data to set, or an expression '${ … }', found an empty mapping"
    ),
    (
      "- a: { set: { x: 1 }, if: true }",
      "3:29: error: 'if' must be an expression, found the boolean true; put it into quotes: 'true'"
    ),
    (
      "- a: { set: { x: 1 }, output: .x }", "3:33: error: 'output' must be a mapping with 'as' and 'schema', found '.x'"
    ),
    (
      "- a: { set: { x: 1 }, output: { as: 5 } }",
      "3:39: error: 'as' must be an expression or a mapping, found the number 5; write it as a text, such as '.name'"
    ),
    (
      "- a: { set: { x: 1 }, output: { from: .x } }",
      "3:35: error: unknown key 'from' in 'output'; expected 'as' or 'schema'"
    ),
    (
      "- a: { set: { x: 1 }, timeout: soon }",
      "3:34: error: no timeout is named 'soon'; declare it under 'use.timeouts'"
    ),
    (
      "- a: { set: { x: 1 }, timeout: PT5S }",
      "3:34: error: no timeout is named 'PT5S'; write 'timeout: { after: PT5S }' for a duration"
    ),
    (
      "- a: { set: { x: 1 }, timeout: { seconds: 5 } }",
      "3:25: error: 'seconds' belongs under 'after': '{ after: { seconds: … } }'"
    ),
    ("- a: { set: { x: 1 }, metadata: 1 }", "3:35: error: 'metadata' must be a mapping, found the number 1"),
    (
      "- a: { set: { x: '${ .x' } }",
      "3:20: error: '${' has no closing '}' in 'x'; close it, or write ${ \"${\" } where the characters themselves are meant"
    ),
    ("- a: { set: { x: '${ }' } }", "3:20: error: 'x' has an empty expression; write '.' for the value itself"),
  ])
  func problemsAreExplained(task: String, problem: String) {
    #expect(diagnose(body: "do:\n  \(task)") == [problem])
  }
}

extension WorkflowDefinition {
  /// The references of all tasks, in order.
  fileprivate var references: [String] { tasks.entries.flatMap(\.references) }
}

extension TaskEntry {
  fileprivate var references: [String] {
    let lists: [TaskList?] =
      switch definition.kind {
      case .doTasks(let list): [list]
      case .forEach(let task): [task.tasks]
      case .fork(let task): [task.branches]
      case .tryCatch(let task): [task.tasks, task.catch.tasks]
      case .listen(let task): [task.forEach?.tasks]
      default: []
      }
    return [reference] + lists.flatMap { $0?.entries ?? [] }.flatMap(\.references)
  }
}
