import Testing

@testable import JugglerCLI

/// Expected outputs and exit codes are those of jq 1.8, by its manual.
@Suite struct JQTests {
  @Test(arguments: [
    (["."], #"{"a":1}"#, "{\n  \"a\": 1\n}\n"), (["-c", "."], "{ \"a\" : 1 } 2", "{\"a\":1}\n2\n"),
    (["-nr", #""a","b""#], "", "a\nb\n"), (["-j", "."], #""a" "b""#, "ab"), (["-s", "-c", "."], "1 2", "[1,2]\n"),
    (["-cn", "[inputs]"], "1 2 3", "[1,2,3]\n"), (["-cR", "."], "a\nb\n", "\"a\"\n\"b\"\n"),
    (["-Rs", "."], "a\nb\n", "\"a\\nb\\n\"\n"), (["-cS", "."], #"{"b":1,"a":2}"#, "{\"a\":2,\"b\":1}\n"),
    (["--tab", "."], "[1]", "[\n\t1\n]\n"), (["--indent", "1", "."], "[1]", "[\n 1\n]\n"),
    (["--indent", "0", "."], "[1]", "[1]\n"),
    (["-c", "--stream", "."], #"{"a":[1]}"#, "[[\"a\",0],1]\n[[\"a\",0]]\n[[\"a\"]]\n"),
    (["-n", "--arg", "x", "1", "$x"], "", "\"1\"\n"), (["-n", "--argjson", "x", "[1]", "-c", "$x"], "", "[1]\n"),
    (["-nc", "$ARGS", "--args", "a", "b"], "", #"{"positional":["a","b"],"named":{}}"# + "\n"),
    (["-nc", "--jsonargs", "$ARGS.positional", "1", "{}"], "", "[1,{}]\n"), (["-a", "."], "\"é\"", "\"\\u00e9\"\n"),
    (["-n", "--raw-output0", #""a""#], "", "a\0"), ([], "1", "1\n"),
    (["-n", "[limit(3;repeat(1))]", "-c"], "", "[1,1,1]\n"),
  ])
  func printsAsJqDoes(arguments: [String], input: String, output: String) async throws {
    let result = try await JugglerProcess.run(["jq"] + arguments, input: input)
    #expect(result.output == output)
    #expect(result.error == "")
    #expect(result.exitCode == 0)
  }

  @Test(arguments: [
    (["-n", "error(\"x\")"], "", 5), (["-n", "1 +"], "", 3), (["."], "{", 2), (["-e", "."], "null", 1),
    (["-e", "."], "1", 0), (["-en", "empty"], "", 4), (["-n", "halt"], "", 0), (["-n", "\"bye\" | halt_error"], "", 5),
    (["-n", "null | halt_error(7)"], "", 7), (["--no-such-option", "."], "", 2), ([".", "no/such/file"], "", 2),
    (["-n", "--arg", "x"], "", 2), (["-n", "--argjson", "x", "{", "."], "", 2), (["-n", "--indent", "8", "."], "", 2),
  ])
  func exitsAsJqDoes(arguments: [String], input: String, code: Int) async throws {
    let result = try await JugglerProcess.run(["jq"] + arguments, input: input)
    #expect(result.exitCode == code, "\(result.error)")
  }

  @Test func anErrorSaysWhereTheInputCameFrom() async throws {
    let result = try await JugglerProcess.run("jq", ".a", input: "{\"a\":1}\n[]\n{\"a\":3}\n")
    #expect(result.output == "1\n3\n")
    #expect(result.error == "juggler jq: error (at <stdin>:2): Cannot index array with string (\"a\")\n")
    #expect(result.exitCode == 0)
  }

  @Test func anErrorThatIsNoStringIsMarked() async throws {
    let result = try await JugglerProcess.run("jq", "-n", "{a: 1} | error")
    #expect(result.error == "juggler jq: error (at <unknown>) (not a string): {\"a\":1}\n")
  }

  @Test func aCompileErrorShowsItsPlace() async throws {
    let result = try await JugglerProcess.run("jq", "-n", ".a | $x")
    #expect(result.errorLines.first?.contains("$x is not defined at <top-level>, line 1, column 6") == true)
    #expect(result.errorLines.last == "juggler jq: 1 compile error")
  }

  @Test func whatCameBeforeAParseErrorIsPrinted() async throws {
    let result = try await JugglerProcess.run("jq", ".", input: "1\n2\n[3,]\n")
    #expect(result.output == "1\n2\n")
    #expect(result.error.hasPrefix("juggler jq: error (at <stdin>:3): "))
    #expect(result.error.contains("line 3, column 4"))
  }

  @Test func filesAreReadOneAfterTheOther() async throws {
    try await withFile("one.json", "1 2\n") { one in
      try await withFile("two.json", "3") { two in
        let result = try await JugglerProcess.run("jq", "-c", "[., (input_filename | split(\"/\") | last)]", one, two)
        #expect(result.output == "[1,\"one.json\"]\n[2,\"one.json\"]\n[3,\"two.json\"]\n")
        try await withFile("filter.jq", ". + 1 # one more") { filter in
          let result = try await JugglerProcess.run("jq", "-f", filter, two)
          #expect(result.output == "4\n")
        }
        let variables = try await JugglerProcess.run(
          "jq", "-nc", "--slurpfile", "a", one, "--rawfile", "b", two, "[$a, $b]")
        #expect(variables.output == "[[1,2],\"3\"]\n")
      }
    }
  }

  @Test func theFilterSeesTheEnvironment() async throws {
    let result = try await JugglerProcess.run(
      "jq", "-nr", "$ENV.GREETING, env.GREETING", environment: ["GREETING": "hi"])
    #expect(result.output == "hi\nhi\n")
  }
}
