import JSON
import Testing

@Suite struct RunTests {
  private let greet = document(
    "- greet:\n    set:\n      greeting: '${ \"hello \" + (.name // \"world\") }'")

  @Test func standardOutputIsTheOutputOnOneLine() async throws {
    try await withFile("greet.yaml", greet) { path in
      let result = try await JugglerProcess.run("run", path)
      #expect(result.exitCode == 0)
      #expect(result.output == #"{"greeting":"hello world"}"# + "\n")
      #expect(result.error.contains("sample completed in"))
      #expect(!result.error.contains("\u{1B}"))
    }
  }

  @Test func prettyOnRequest() async throws {
    try await withFile("greet.yaml", greet) { path in
      let result = try await JugglerProcess.run("run", path, "--output", "pretty", "--trace", "none")
      #expect(result.output == "{\n  \"greeting\": \"hello world\"\n}\n")
      #expect(result.error == "")
    }
  }

  @Test func inputComesAsJSONFromAFileOrFromStandardInput() async throws {
    try await withFile("greet.yaml", greet) { path in
      let expected = #"{"greeting":"hello Ada"}"# + "\n"
      let json = #"{"name": "Ada"}"#
      let asJSON = try await JugglerProcess.run("run", path, "--input", json)
      #expect(asJSON.output == expected)
      let fromStandardInput = try await JugglerProcess.run("run", path, "--input", "-", input: json)
      #expect(fromStandardInput.output == expected)
      try await withFile("input.json", json) { input in
        let fromFile = try await JugglerProcess.run("run", path, "--input", "@\(input)")
        #expect(fromFile.output == expected)
      }
    }
  }

  @Test(arguments: [
    ["--input", "{nonsense"], ["--input", "@no/such.json"], ["--store", "postgres://localhost/x"], ["--catalog", "x"],
  ])
  func whatCannotBeUsedExitsWith2AndSaysWhy(arguments: [String]) async throws {
    try await withFile("greet.yaml", greet) { path in
      let result = try await JugglerProcess.run(["run", path] + arguments)
      #expect(result.exitCode == 2)
      #expect(result.output == "")
      #expect(result.error.hasPrefix("juggler: error: "))
    }
  }

  @Test func anInvalidDefinitionExitsWith2AndItsProblems() async throws {
    try await withFile("bad.yaml", "document: {}\ndo: 1") { path in
      let result = try await JugglerProcess.run("run", path)
      #expect(result.exitCode == 2)
      #expect(result.output == "")
      #expect(result.errorLines.count >= 2)
      #expect(result.errorLines.allSatisfy { $0.hasPrefix("\(path):") })
    }
  }

  @Test func aFaultIsJSONOnTheLastLineOfStandardError() async throws {
    let raise = document(
      """
      - refuse:
          raise:
            error:
              type: https://example.com/errors/closed
              status: 503
              title: Closed
              detail: The kitchen is closed
      """)
    try await withFile("raise.yaml", raise) { path in
      for trace in ["waterfall", "json", "none"] {
        let result = try await JugglerProcess.run("run", path, "--trace", trace)
        #expect(result.exitCode == 1)
        #expect(result.output == "")
        let fault = try JSONValue(parsing: try #require(result.errorLines.last))
        #expect(fault["type"] == "https://example.com/errors/closed")
        #expect(fault["status"] == 503)
        #expect(fault["instance"] == "/do/0/refuse")
      }
    }
  }

  @Test func aDeadUpstreamIsACommunicationErrorWithItsAddress() async throws {
    let call = document("- ask:\n    call: http\n    with:\n      method: get\n      endpoint: http://127.0.0.1:1/menu")
    try await withFile("call.yaml", call) { path in
      let result = try await JugglerProcess.run("run", path)
      #expect(result.exitCode == 1)
      let fault = try JSONValue(parsing: try #require(result.errorLines.last))
      #expect(fault["type"]?.stringValue?.hasSuffix("/errors/communication") == true)
      #expect(fault["detail"]?.stringValue?.contains("127.0.0.1:1") == true)
    }
  }

  @Test func aRunThatTakesTooLongIsATimeout() async throws {
    try await withFile("wait.yaml", document("- rest:\n    wait:\n      seconds: 60")) { path in
      let result = try await JugglerProcess.run("run", path, "--timeout", "50ms", "--trace", "none")
      #expect(result.exitCode == 1)
      let fault = try JSONValue(parsing: try #require(result.errorLines.last))
      #expect(fault["type"]?.stringValue?.hasSuffix("/errors/timeout") == true)
      #expect(fault["status"] == 408)
    }
  }

  @Test func theTraceIsALineOfJSONForEachEvent() async throws {
    let loop = document(
      "- each:\n    for:\n      in: ${ [1, 2] }\n    do:\n      - keep:\n          set:\n            value: ${ $item }")
    try await withFile("loop.yaml", loop) { path in
      let result = try await JugglerProcess.run("run", path, "--trace", "json")
      #expect(result.exitCode == 0)
      let events = try result.errorLines.map { try JSONValue(parsing: $0) }
      #expect(
        events.map { "\($0["event"]?.stringValue ?? "") \($0["reference"]?.stringValue ?? "")" } == [
          "started /do/0/each", "started /do/0/each/do/0/keep", "completed /do/0/each/do/0/keep",
          "started /do/0/each/do/0/keep", "completed /do/0/each/do/0/keep", "completed /do/0/each",
        ])
      #expect(events.map { $0["iterations"] } == [nil, [0], [0], [1], [1], nil])
      #expect(Set(events.map { $0["run"] }).count == 1)
      #expect(
        events.allSatisfy { $0["at"]?.stringValue?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/) != nil })
    }
  }

  @Test func secretsComeFromAFileTheEnvironmentOrADirectory() async throws {
    let reveal = document(
      "- reveal:\n    set:\n      length: ${ $secrets.api_key | length }", head: "use:\n  secrets:\n    - api_key")
    try await withFile("reveal.yaml", reveal) { path in
      let environment = try await JugglerProcess.run(
        "run", path, "--trace", "none", environment: ["JUGGLER_SECRET_API_KEY": "four"])
      #expect(environment.output == #"{"length":4}"# + "\n")
      try await withFile("secrets.json", #"{"api_key": "sixsix"}"#) { file in
        let result = try await JugglerProcess.run(
          "run", path, "--trace", "none", "--secrets", file, environment: ["JUGGLER_SECRET_API_KEY": "four"])
        #expect(result.output == #"{"length":6}"# + "\n")
      }
      try await withFile("api_key", "eight888\n") { file in
        let directory = String(file.dropLast("/api_key".count))
        let result = try await JugglerProcess.run("run", path, "--trace", "none", "--secrets-dir", directory)
        #expect(result.output == #"{"length":8}"# + "\n")
      }
      let none = try await JugglerProcess.run("run", path, "--trace", "none")
      #expect(none.exitCode == 1)
      #expect(none.error.contains("/errors/authorization"))
    }
  }
}
