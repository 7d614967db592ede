import JSON
import Juggler
import JugglerConnectors
import OpenWorkflowRuntime
import Testing

@Suite(.timeLimit(.minutes(1))) struct ShellConnectorTests {
  private let shell = ShellConnector(runner: ProcessRunner())

  private func run(_ command: String, _ arguments: JSONObject = [:]) async throws -> JSONValue {
    var all: JSONObject = ["command": .string(command)]
    for (key, value) in arguments { all[key] = value }
    return try await shell.perform(all, in: context)
  }

  private func failure(_ command: String, _ arguments: JSONObject = [:]) async throws -> Fault {
    try await fault { try await run(command, arguments) }
  }

  @Test func outputsWhatTheCommandPrints() async throws {
    #expect(try await run("echo hello") == "hello")
    #expect(try await run("printf 'a\\n\\nb\\n\\n'") == "a\n\nb\n")
    #expect(try await run("true") == "")
    #expect(try await run(#"echo '{"a":1}'"#) == #"{"a":1}"#)
  }

  @Test func runsTheExampleOfTheSpecification() async throws {
    let command = """
      input=$(cat)
      echo "STDIN was: $input"
      echo "ARGS are $1 $2"
      """
    #expect(
      try await run(command, ["stdin": "Hello World", "arguments": ["Foo", "Bar"]])
        == "STDIN was: Hello World\nARGS are Foo Bar")
  }

  @Test func bindsArgumentsThatTheCommandUses() async throws {
    let nasty: JSONValue = #"a "b" $(echo c) 'd' ; exit 9"#
    #expect(
      try await run("printf '%s|' \"$1\" \"$2\"", ["arguments": [nasty, 2]]) == .string(nasty.stringValue! + "|2|"))
    #expect(try await run("echo $#", ["arguments": ["x", "y z"]]) == "2")
    #expect(try await run("echo ${2}", ["arguments": ["x", "y"]]) == "y")
  }

  @Test func appendsArgumentsThatTheCommandDoesNotUse() async throws {
    #expect(try await run("printf '%s|'", ["arguments": ["a b", "$HOME", "*"]]) == "a b|$HOME|*|")
    #expect(try await run("awk '{print $1}' \n", ["arguments": ["-"], "stdin": "first second"]) == "first")
    #expect(try await run("echo \\$1", ["arguments": ["x"]]) == "$1 x")
  }

  @Test func appendsAMapAsFlags() async throws {
    let flags: JSONValue = ["--user": "john", "--verbose": .null, "--tag": ["a", "b"], "-n": 3]
    #expect(try await run("echo", ["arguments": flags]) == "--user john --verbose --tag a --tag b -n 3")
  }

  @Test func setsTheEnvironment() async throws {
    let environment: JSONValue = ["NAME": "kitchen", "COUNT": 3, "LIST": [1, 2], "HOME": .null]
    let output = try await run("echo $NAME $COUNT $LIST ${HOME-none}; test -n \"$PATH\"", ["environment": environment])
    #expect(output == "kitchen 3 [1,2] none")
    for name in ["", "A=B", "1A"] {
      #expect(try await failure("true", ["environment": .object([name: "x"])]).type == Fault.Kind.validation.type)
    }
  }

  @Test func returnsWhatIsAskedFor() async throws {
    let command = "echo out; echo err >&2; exit 3"
    #expect(try await run(command, ["return": "code"]) == 3)
    #expect(try await run(command, ["return": "all"]) == ["code": 3, "stdout": "out", "stderr": "err"])
    #expect(try await run("echo err >&2", ["return": "stderr"]) == "err")
    #expect(try await run("echo out", ["return": "none"]) == .null)
    #expect(try await run("kill -9 $$", ["return": "code"]) == 137)
    #expect(try await failure("true", ["return": "some"]).detail?.contains("stdout, stderr, code, all or none") == true)
  }

  @Test func faultsWhenTheCommandFails() async throws {
    let fault = try await failure("echo first; echo 'no such dish' >&2; exit 3")
    #expect(fault.type == Fault.Kind.runtime.type)
    #expect(fault.status == 500)
    #expect(
      fault.detail
        == "command 'echo first; echo 'no such dish' >&2; exit 3' exited with code 3: no such dish")
    #expect(try await failure("exit 1", ["return": "stderr"]).detail?.contains("wrote nothing that tells why") == true)
    #expect(try await failure("kill -9 $$").detail?.contains("was ended by signal 9") == true)
    #expect(try await failure("no-such-command-at-all").detail?.contains("not found") == true)
  }

  @Test func tellsTheEndOfLongErrors() async throws {
    let fault = try await failure("seq 1 100000 >&2; exit 1")
    #expect(fault.detail?.hasSuffix("99999\n100000") == true)
    #expect((fault.detail?.utf8.count ?? 0) < 5000)
  }

  @Test func writesInputWhileReadingOutput() async throws {
    let text = String(repeating: "0123456789\n", count: 500_000)
    #expect(try await run("cat", ["stdin": .string(text)]) == .string(String(text.dropLast())))
  }

  @Test func endsThoughTheInputIsNotRead() async throws {
    let text = String(repeating: "x", count: 1_000_000)
    #expect(try await run("echo done", ["stdin": .string(text)]) == "done")
    #expect(try await run("head -c 3", ["stdin": .string(text)]) == "xxx")
  }

  @Test func passesOtherInputAsJSON() async throws {
    #expect(try await run("cat", ["stdin": ["a": [1, true]]]) == #"{"a":[1,true]}"#)
    #expect(try await run("cat", ["stdin": .null]) == "")
  }

  @Test func refusesWhatNoProcessCanGet() async throws {
    #expect(try await failure("echo \u{0}").type == Fault.Kind.validation.type)
    #expect(try await failure("echo", ["arguments": ["a\u{0}b"]]).type == Fault.Kind.validation.type)
    #expect(try await failure("echo", ["arguments": 3]).detail == "arguments: expected a list or a map, found 3")
    let large = String(repeating: "x", count: 1 << 20)
    #expect(
      try await failure("echo", ["arguments": [.string(large)]]).detail?.contains("pass large values by stdin") == true)
  }

  @Test func givesChildrenTheUsualSignals() async throws {
    // With SIGPIPE ignored, `yes` would complain on stderr instead of ending silently.
    #expect(try await run("yes | head -n 1", ["return": "all"]) == ["code": 0, "stdout": "y", "stderr": ""])
  }
}
