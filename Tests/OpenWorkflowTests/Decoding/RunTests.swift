import JSON
import OpenWorkflow
import Testing

@Suite struct RunTests {
  private func run(_ yaml: String) throws -> RunTask {
    let definition = try workflow("use: { secrets: [] }\ndo:\n  - t:\n      run: \(yaml)")
    guard case .run(let task) = definition.tasks.entries[0].definition.kind else { throw Unexpected("another task") }
    return task
  }

  @Test func shellsAreRead() throws {
    let task = try run(
      "{ shell: { command: 'echo ${ .a } $HOME', stdin: '${ .b }', arguments: [x, '${ .c }'], environment: { A: 1 } } }"
    )
    guard case .shell(let shell) = task.process, case .interpolation(let segments) = shell.command,
      case .expression? = shell.stdin, case .list(let arguments) = shell.arguments,
      case .literal(["A": 1])? = shell.environment
    else { throw Unexpected("\(task.process)") }
    #expect(segments.count == 3)
    #expect(arguments.count == 2)
    #expect(task.awaits)
    #expect(task.returns == .stdout)
  }

  @Test func codeIsTakenAsItStands() throws {
    let task = try run("{ script: { language: js, code: 'console.log(`${name}`)' }, await: false, return: all }")
    guard case .script(let script) = task.process, case .code(.literal(let code)) = script.source,
      case .none = script.arguments
    else { throw Unexpected("\(task.process)") }
    #expect(code == "console.log(`${name}`)")
    #expect(script.language == .javascript)
    #expect(!task.awaits)
    #expect(task.returns == .all)
  }

  @Test func codeMayComeFromElsewhere() throws {
    let task = try run(
      "{ script: { language: python, source: { endpoint: file:///a.py }, arguments: { n: '${ .n }' } } }")
    guard case .script(let script) = task.process, case .resource(let resource) = script.source,
      case .map(let arguments) = script.arguments
    else { throw Unexpected("\(task.process)") }
    #expect(script.language == .python)
    #expect(resource.endpoint.uri.literal == "file:///a.py")
    #expect(arguments.map(\.name) == ["n"])
  }

  @Test func containersAreRead() throws {
    let task = try run(
      """
      { container: { image: alpine, name: n, command: c, ports: { 8080: 80 }, volumes: { /a: /b },
        environment: { A: b }, stdin: s, arguments: [x], lifetime: { cleanup: eventually, after: PT1M },
        pullPolicy: always } }
      """)
    guard case .container(let container) = task.process, case .eventually(.constant(.seconds(60))) = container.cleanup
    else { throw Unexpected("\(task.process)") }
    #expect(container.image.literal == "alpine")
    #expect(container.ports?.literal == ["8080": 80])
    #expect(container.pullPolicy == .always)
  }

  @Test func workflowsAreRead() throws {
    let task = try run("{ workflow: { namespace: n, name: w, version: 1.0.0, input: { a: '${ .x }' } } }")
    guard case .workflow(let workflow) = task.process, case .object? = workflow.input else {
      throw Unexpected("\(task.process)")
    }
    #expect((workflow.namespace, workflow.name, workflow.version) == ("n", "w", "1.0.0"))
    guard case .workflow(let latest) = try run("{ workflow: { namespace: n, name: w } }").process else {
      throw Unexpected("another process")
    }
    #expect(latest.version == "latest")
  }

  @Test(arguments: [
    ("{}", "3:10: error: 'run' needs a process: one of 'container', 'script', 'shell' or 'workflow'"),
    ("{ shel: { command: ls } }", "3:17: error: unknown key 'shel' in 'run'; did you mean 'shell'?"),
    (
      "{ shell: { command: ls }, workflow: { namespace: n, name: w } }",
      "3:41: error: 'run' has 'shell' and 'workflow'; keep one of them"
    ),
    ("{ shell: { command: 5 } }", "3:35: error: 'command' must be a text, found the number 5; put it into quotes: '5'"),
    (
      "{ shell: { command: ls, arguments: [1] } }",
      "3:51: error: item 1 of 'arguments' must be a text, found the number 1; put it into quotes: '1'"
    ),
    (
      "{ shell: { command: ls, arguments: x } }",
      "3:50: error: 'arguments' must be a list of texts, a mapping, or an expression '${ … }', found 'x'"
    ),
    (
      "{ shell: { command: ls }, return: stdot }",
      "3:49: error: 'return' must be one of 'stdout', 'stderr', 'code', 'all' or 'none', found 'stdot'; did you mean 'stdout'?"
    ),
    (
      "{ script: { language: ruby, code: x } }",
      "3:37: error: 'language' must be one of 'javascript', 'js' or 'python', found 'ruby'"
    ),
    ("{ script: { language: js } }", "3:17: error: 'script' needs the script: one of 'code' or 'source'"),
    (
      "{ container: { image: x, lifetime: { cleanup: eventually } } }",
      "3:40: error: 'cleanup: eventually' needs 'after': how long the container is kept"
    ),
    (
      "{ container: { image: x, lifetime: { cleanup: never, after: PT1S } } }",
      "3:68: error: 'after' has a meaning only with 'cleanup: eventually'; remove it"
    ),
    (
      "{ workflow: { namespace: '${ .n }', name: w } }",
      "3:40: error: 'namespace' must be a fixed text: an expression is not evaluated here"
    ),
  ])
  func problemsAreExplained(yaml: String, problem: String) {
    #expect(diagnose(body: "do:\n  - t: { run: \(yaml) }") == [problem])
  }
}
