import OpenWorkflow
import Testing

/// A problem of an expression is reported where it stands in the document.
@Suite struct ExpressionPlaceTests {
  @Test(arguments: [
    ("x: ${ $no }", 5, 15), ("x: '${ $no }'", 5, 16), ("x: \"${ $no }\"", 5, 16), ("x: a ${ .b } c ${ $no } d", 5, 27),
    ("x: |\n          first\n          ${ $no }", 7, 14), ("x: >\n          first\n          ${ .a | $no }", 7, 19),
    ("x: ${ .a |\n          $no }", 6, 11), ("x: ä ${ $no }", 5, 17), ("'x': [1, '${ $no }']", 5, 22),
    ("? x\n        : ${ $no }", 6, 14),
  ])
  func places(member: String, line: Int, column: Int) {
    let outcome = DocumentReader.read(
      "document: { dsl: 1.0.3, namespace: n, name: w, version: 1.0.0 }\ndo:\n  - t:\n      set:\n        \(member)",
      file: "x.yaml")
    #expect(outcome.diagnostics.map(\.position) == [SourcePosition(line: line, column: column)])
    #expect(outcome.diagnostics.first?.message.contains("$no is not defined") == true)
  }

  @Test func escapesHideThePlace() {
    #expect(
      diagnose(body: "do:\n  - t: { set: { x: \"${ \\\"a\\\"+$no }\" } }").first?.hasPrefix("3:20: error:") == true)
  }

  @Test func syntaxErrorsArePlaced() {
    let problems = diagnose(body: "do:\n  - t: { if: '.a ++ .b', set: { x: 1 } }")
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("3:19: error: invalid expression '.a ++ .b' in 'if': ") == true)
  }

  @Test(arguments: [
    ("lenght", "lenght/0 is not defined; did you mean 'length'?"),
    ("length(1)", "length/1 is not defined; there is 'length/0'"),
    ("banana", "banana/0 is not defined"),
  ])
  func unknownFunctionsAreReported(function: String, problem: String) {
    #expect(
      diagnose(body: "do:\n  - t: { if: '.a | \(function)', set: { x: 1 } }") == [
        "3:20: error: invalid expression '.a | \(function)' in 'if': \(problem)"
      ])
  }

  @Test func shellVariablesAreExplained() {
    let problems = diagnose(body: "do:\n  - t: { run: { shell: { command: 'echo ${HOME}' } } }")
    #expect(problems.count == 1)
    #expect(problems.first?.hasSuffix("; write $HOME for a variable of the shell") == true)
  }

  @Test func everyExpressionOfADocumentIsCompiled() {
    let body = """
      input: { from: $no }
      output: { as: { a: '${ $no }' } }
      use:
        retries: { r: { when: $no, exceptWhen: $no, delay: '${ $no }' } }
        errors: { e: { type: '${ $no }', status: '${ $no }', title: '${ $no }', detail: '${ $no }' } }
        extensions: [x: { extend: all, when: $no }]
        authentications: { a: { basic: { username: '${ $no }', password: '${ $no }' } } }
        catalogs: { c: { endpoint: '${ $no }' } }
      do:
        - a: { if: $no, input: { from: $no }, set: { x: ['${ $no }'] }, output: { as: $no }, export: { as: $no } }
        - b: { for: { in: $no }, while: $no, do: [] }
        - c: { switch: [x: { when: $no, then: end }] }
        - d: { try: [], catch: { when: $no, exceptWhen: $no, retry: { when: $no } } }
        - e: { wait: '${ $no }', timeout: { after: '${ $no }' } }
        - f: { emit: { event: { with: { type: '${ $no }', data: { a: '${ $no }' } } } } }
        - g: { listen: { to: { any: [with: { type: a, data: '${ $no }' }, correlate: { k: { from: $no, expect: '${ $no }' } }], until: $no } } }
        - h: { run: { shell: { command: '${ $no }', stdin: '${ $no }', arguments: ['${ $no }'], environment: { A: '${ $no }' } } } }
        - i: { call: http, with: { method: '${ $no }', endpoint: 'https://x/${ $no }', headers: '${ $no }', query: { a: '${ $no }' }, body: '${ $no }' } }
      """
    let count = body.components(of: "$no")
    #expect(diagnose(body: body).count { $0.contains("$no is not defined") } == count)
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
