import JSON
import OpenWorkflow
import Testing

@Suite struct ComponentTests {
  @Test func referencesAreResolved() throws {
    let definition = try workflow(
      """
      use:
        errors: { bad: { type: https://example.com/bad, status: 400, title: '${ .t }' } }
        timeouts: { short: { after: PT5S } }
        retries: { often: { delay: PT1S, when: '$error.status == 503' } }
      timeout: short
      do:
        - a: { try: [b: { raise: { error: bad } }], catch: { as: problem, retry: often } }
      """)
    #expect(definition.timeout?.name == "short")
    guard case .tryCatch(let attempt) = definition.tasks.entries[0].definition.kind,
      case .raise(let raise) = attempt.tasks.entries[0].definition.kind
    else { throw Unexpected("another task") }
    #expect(raise.error.name == "bad")
    #expect(raise.error.status.literal == 400)
    #expect(attempt.catch.retry?.name == "often")
  }

  @Test func extensionsAreRead() throws {
    let definition = try workflow(
      """
      use:
        extensions:
          - log: { extend: all, before: [a: { set: { x: 1 } }] }
          - mock: { extend: call, when: '$task.with != null', after: [b: { set: { x: 1 }, then: exit }] }
      do: []
      """)
    #expect(definition.use.extensions.map(\.name) == ["log", "mock"])
    #expect(definition.use.extensions.map(\.extend) == [.all, .call])
    #expect(definition.use.extensions[1].when?.source == "$task.with != null")
    #expect(definition.use.extensions[1].after?.entries[0].definition.then == .exit)
  }

  @Test(arguments: [
    ("{ secrets: a }", "2:17: error: 'secrets' must be a list of names, found 'a'"),
    (
      "{ secrets: [1] }",
      "2:18: error: item 1 of 'secrets' must be a secret's name, found the number 1; put it into quotes: '1'"
    ),
    ("{ function: {} }", "2:8: error: unknown key 'function' in 'use'; did you mean 'functions'?"),
    ("{ functions: [] }", "2:19: error: 'functions' must be a mapping of tasks, found an empty list"),
    (
      "{ timeouts: { a: { after: 5 } } }",
      "2:32: error: 'after' must be a duration: a mapping such as '{ seconds: 5 }', ISO 8601 such as 'PT5S', "
        + "or an expression '${ … }', found the number 5; write 'PT5S' or '{ seconds: 5 }'"
    ),
    (
      "{ extensions: { log: {} } }",
      "2:20: error: 'extensions' must be a list of extensions, found a mapping; write each as '- name: { extend: … }'"
    ),
    (
      "{ extensions: [log: { extend: cal }] }",
      "2:36: error: 'extend' must be one of 'call', 'composite', 'emit', 'extension', 'for', 'listen', 'raise', 'run', "
        + "'set', 'switch', 'try', 'wait' or 'all', found 'cal'; did you mean 'call'?"
    ),
    ("{ catalogs: { c: {} } }", "2:20: error: 'c' needs 'endpoint': the catalog's root"),
  ])
  func problemsAreExplained(use: String, problem: String) {
    #expect(diagnose(body: "use: \(use)\ndo: []") == [problem])
  }

  @Test func unusedComponentsAreWarnedOf() {
    #expect(
      diagnose(
        body: """
          use:
            functions: { used: { set: { x: 1 } }, idle: { set: { x: 1 } } }
            retries: { r: { delay: PT1S } }
            timeouts: { t: { after: PT1S } }
            errors: { e: { type: https://e, status: 400 } }
            authentications: { a: { bearer: { token: t } } }
          do:
            - t: { call: used }
          """) == [
          "3:41: warning: the function 'idle' is never used", "4:14: warning: the retry policy 'r' is never used",
          "5:15: warning: the timeout 't' is never used", "6:13: warning: the error 'e' is never used",
          "7:22: warning: the authentication policy 'a' is never used",
        ])
  }

  @Test func namesListWhatThereIs() {
    #expect(
      diagnose(
        body: "use: { errors: { bad: { type: https://e, status: 400 } } }\ndo:\n  - t: { raise: { error: terrible } }")
        == ["4:26: error: no error is named 'terrible'; 'use.errors' has 'bad'"])
  }
}
