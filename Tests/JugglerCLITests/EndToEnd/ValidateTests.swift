import Foundation
import Testing

@Suite struct ValidateTests {
  private let valid = document("- greet:\n    set:\n      greeting: hello")

  @Test func aValidDocumentSaysNothing() async throws {
    try await withFile("valid.yaml", valid) { path in
      let result = try await JugglerProcess.run("validate", path)
      #expect(result.exitCode == 0)
      #expect(result.output == "" && result.error == "")
    }
  }

  @Test func everyProblemIsALineWithItsPlace() async throws {
    let invalid = document(
      "- greet:\n    sett:\n      greeting: hello\n- ask:\n    call: http\n    with:\n      method: get")
    try await withFile("invalid.yaml", invalid) { path in
      let result = try await JugglerProcess.run("validate", path)
      #expect(result.exitCode == 2)
      #expect(result.errorLines.count >= 2)
      for line in result.errorLines {
        #expect(line.hasPrefix("\(path):"))
        #expect(line.contains(/:\d+:\d+: (error|warning): ./))
      }
    }
  }

  @Test func oneInvalidFileOfSeveralIsEnough() async throws {
    try await withFile("valid.yaml", valid) { valid in
      try await withFile("invalid.yaml", "do: 1") { invalid in
        let result = try await JugglerProcess.run("validate", valid, invalid)
        #expect(result.exitCode == 2)
        #expect(result.errorLines.allSatisfy { $0.hasPrefix("\(invalid):") })
      }
    }
  }

  @Test func aMissingFileIsNamed() async throws {
    let result = try await JugglerProcess.run("validate", "no/such.yaml")
    #expect(result.exitCode == 2)
    #expect(result.error.contains("cannot read no/such.yaml: No such file or directory"))
  }

  @Test func standardInputIsADash() async throws {
    let result = try await JugglerProcess.run("validate", "-", input: "do: 1")
    #expect(result.exitCode == 2)
    #expect(result.error.hasPrefix("<stdin>:"))
  }

  @Test func theExamplesAreValid() async throws {
    let directory = "\(repository)/Examples"
    let files = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".yaml") }
    #expect(files.count >= 6)
    let result = try await JugglerProcess.run(["validate"] + files.map { "\(directory)/\($0)" })
    #expect(result.exitCode == 0)
    #expect(result.error == "")
  }
}
