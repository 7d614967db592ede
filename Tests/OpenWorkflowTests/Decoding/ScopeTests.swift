import OpenWorkflow
import Testing

/// The specification's table of runtime expression arguments, row by row; secrets may be read everywhere.
@Suite struct ScopeTests {
  private static let all = ["context", "input", "output", "secrets", "task", "workflow", "runtime", "authorization"]

  private func readable(_ document: (String) -> String) -> [String] {
    Self.all.filter { name in diagnose(body: document("'$\(name)'")).isEmpty }
  }

  @Test func workflowInput() {
    #expect(readable { "input: { from: \($0) }\ndo: []" } == ["secrets", "workflow", "runtime"])
  }

  @Test func workflowOutput() {
    #expect(readable { "output: { as: \($0) }\ndo: []" } == ["context", "secrets", "workflow", "runtime"])
  }

  @Test(arguments: ["if: ", "input: { from: ", "input: { from: { a: "])
  func beforeATask(member: String) {
    let closing = String(repeating: " }", count: member.count { $0 == "{" })
    #expect(
      readable { name in
        let name = member.hasSuffix("a: ") ? name.replacing("'$", with: "'${ $").dropLast() + " }'" : name[...]
        return "do:\n  - t: { \(member)\(name)\(closing), set: { x: 1 } }"
      } == ["context", "secrets", "task", "workflow", "runtime"])
  }

  @Test(arguments: ["for: { in: ", "output: { as: "])
  func inATask(member: String) {
    let rest = member.hasPrefix("for") ? "do: []" : "set: { x: 1 }"
    #expect(
      readable { "do:\n  - t: { \(member)\($0) }, \(rest) }" }
        == ["context", "input", "secrets", "task", "workflow", "runtime", "authorization"])
  }

  @Test func export() {
    #expect(readable { "do:\n  - t: { set: { x: 1 }, export: { as: \($0) } }" } == Self.all)
  }

  @Test func variablesInTheWrongPlaceAreExplained() {
    #expect(
      diagnose(body: "do:\n  - t: { set: { x: '${ .a + $output.b }' } }") == [
        "3:29: error: $output has no value in a task's definition and 'output.as'; it exists only in 'export.as'"
      ])
  }

  @Test func undefinedVariablesNameTheNearest() {
    #expect(
      diagnose(body: "do:\n  - t: { set: { x: '${ .a + $inptu.b }' } }") == [
        "3:29: error: invalid expression '.a + $inptu.b' in 'x': $inptu is not defined; did you mean '$input'?"
      ])
    #expect(
      diagnose(body: "do:\n  - t: { set: { x: '${ $banana }' } }") == [
        "3:24: error: invalid expression '$banana' in 'x': $banana is not defined; defined here are $authorization, "
          + "$context, $input, $runtime, $secrets, $task, $workflow"
      ])
  }

  @Test(arguments: [
    "- t: { for: { in: . }, while: '$item != null and $index < 3', do: [a: { if: $item, set: { x: '${ $index }' } }] }",
    "- t: { for: { in: ., each: pet, at: i }, do: [a: { set: { x: '${ $pet }' }, output: { as: '$i' }, export: { as: '$pet' } }] }",
    "- t: { for: { in: ., each: a }, do: [u: { for: { in: '$a', each: b }, do: [v: { set: { x: '${ [$a, $b] }' } }] }] }",
    "- t: { try: [], catch: { when: '$error.status == 1', exceptWhen: '$error.title == \"\"', retry: { when: $error }, do: [a: { set: { x: '${ $error }' } }] } }",
    "- t: { try: [], catch: { as: e, when: $e, retry: { exceptWhen: $e }, do: [a: { if: $e, set: { x: '${ $e }' } }] } }",
    "- t: { listen: { to: { any: [] } }, foreach: { item: e, do: [a: { set: { x: '${ $e }' } }], output: { as: '[$e, $index]' }, export: { as: $e } } }",
    "- t: { set: { x: '${ . as $own | $own }' } }",
  ])
  func variablesOfLoopsAndCatchesAreReadableInside(task: String) {
    #expect(diagnose(body: "do:\n  \(task)") == [])
  }

  @Test(arguments: [
    ("- t: { for: { in: $item }, do: [] }", "$item"),
    ("- t: { for: { in: . }, do: [], output: { as: $item } }", "$item"),
    ("- t: { for: { in: ., each: pet }, do: [a: { set: { x: '${ $item }' } }] }", "$item"),
    ("- t: { try: [a: { set: { x: '${ $error }' } }], catch: {} }", "$error"),
    ("- t: { try: [], catch: { as: e, when: $error } }", "$error"),
    ("- t: { listen: { to: { any: [], until: $item } }, foreach: {} }", "$item"),
  ])
  func variablesOfLoopsAndCatchesEndWithThem(task: String, variable: String) {
    let problems = diagnose(body: "do:\n  \(task)")
    #expect(problems.count == 1)
    #expect(problems.first?.contains("\(variable) is not defined") == true)
  }

  @Test func namedRetryPoliciesKnowTheErrorByItsUsualName() {
    #expect(
      diagnose(
        body: "use: { retries: { r: { when: $error } } }\ndo:\n  - t: { try: [], catch: { as: e, retry: r } }") == [])
  }

  @Test func functionsDoNotSeeTheLoopTheyAreCalledIn() {
    let problems = diagnose(
      body: """
        use: { functions: { f: { set: { x: '${ $item }' } } } }
        do:
          - t: { for: { in: . }, do: [a: { call: f }] }
        """)
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("2:40: error: invalid expression '$item' in 'x': $item is not defined") == true)
  }

  @Test func undeclaredSecretsAreWarnedOf() {
    #expect(
      diagnose(
        body: """
          use: { secrets: [token, my-key] }
          do:
            - t: { set: { a: '${ $secrets.token }', b: '${ $secrets["my-key"] }', c: '${ $secrets.tokn }' } }
            - u: { set: { x: '${ $secrets }', y: '${ $secrets."other" }' } }
          """) == [
          "4:80: warning: the secret 'tokn' is not declared, so reading it is an authorization error; did you mean 'token'?",
          "5:44: warning: the secret 'other' is not declared, so reading it is an authorization error; "
            + "declare it in the list 'use.secrets'",
        ])
  }
}
