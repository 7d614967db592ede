import JSON
import Juggler
import Testing

/// dsl-reference.md, "Run": what the interpreter hands to the connectors `shell` and `script`.
struct ProcessTests {
  @Test func aShellCommandGetsItsArguments() async throws {
    let trial = try await perform(
      """
      do:
        - a:
            run:
              shell:
                command: 'echo "Hello, ${ .name }"'
                arguments: ['${ .n }', two]
                stdin: '${ .name }'
                environment: { WHO: '${ .name }' }
              return: all
      """, input: ["name": "Ada", "n": 1])
    #expect(
      trial.shell.first?.arguments == [
        "command": #"echo "Hello, Ada""#, "arguments": [1, "two"], "stdin": "Ada", "environment": ["WHO": "Ada"],
        "return": "all",
      ])
  }

  @Test func theOutputIsWhatTheProcessReturns() async throws {
    let trial = try await perform(
      "do: [{ a: { run: { shell: { command: ls } }, output: { as: '{ got: . }' } } }]", process: { _ in "files" })
    #expect(trial.output == ["got": "files"])
    #expect(trial.shell.first?.arguments["return"] == "stdout")
  }

  @Test(arguments: ["stdout", "stderr", "code", "all", "none"])
  func everyReturnIsHandedOver(_ mode: String) async throws {
    let trial = try await perform("do: [{ a: { run: { shell: { command: ls }, return: \(mode) } } }]")
    #expect(trial.shell.first?.arguments["return"] == .string(mode))
  }

  @Test func aScriptGetsItsArgumentsAsAnArray() async throws {
    let trial = try await perform(
      """
      do:
        - a: { run: { script: { language: javascript, code: 'console.log("${x}")', arguments: [hello, '${ .n }'] } } }
      """, input: ["n": 1])
    let arguments = try #require(trial.script.first?.arguments)
    #expect(arguments["language"] == "javascript")
    // What looks like an expression within code is the code's own.
    #expect(arguments["code"] == #"console.log("${x}")"#)
    #expect(arguments["arguments"] == ["hello", 1])
  }

  @Test func aScriptGetsItsArgumentsAsAMap() async throws {
    let trial = try await perform(
      "do: [{ a: { run: { script: { language: python, code: 'print(x)', arguments: { x: '${ .n }', y: [1] } } } } }]",
      input: ["n": 1])
    #expect(trial.script.first?.arguments["language"] == "python")
    #expect(trial.script.first?.arguments["arguments"] == ["x": 1, "y": [1]])
  }

  @Test func argumentsMayBeOneExpression() async throws {
    let trial = try await perform(
      "do: [{ a: { run: { script: { language: python, code: 'print(x)', arguments: '${ .all }' } } } }]",
      input: ["all": ["x": 1]])
    #expect(trial.script.first?.arguments["arguments"] == ["x": 1])
  }

  @Test func aFaultOfAProcessIsTheTasks() async throws {
    let trial = try await perform(
      "do: [{ a: { run: { shell: { command: 'false' } } } }]",
      process: { _ in throw Fault(.runtime, detail: "exit code 1") })
    #expect(trial.fault == Fault(.runtime, detail: "exit code 1", instance: "/do/0/a"))
  }
}
