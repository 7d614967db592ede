import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    [], ["run"], ["validate"], ["jq"], ["demo"], ["store"], ["runs"], ["runs", "list"], ["runs", "show"],
    ["runs", "cancel"], ["runs", "suspend"], ["runs", "resume"], ["runs", "retry"], ["runs", "fork"],
  ])
  func everyCommandHasHelpWithAnExample(command: [String]) async throws {
    let result = try await JugglerProcess.run(command + ["--help"])
    #expect(result.exitCode == 0)
    #expect(result.error == "")
    #expect(result.output.contains("Example"))
    #expect(result.output.contains("juggler \(command.isEmpty ? "demo" : command.joined(separator: " "))"))
  }

  @Test(arguments: [
    ["run"], ["run", "a.yaml", "--no-such-option"], ["run", "a.yaml", "--trace", "loud"],
    ["run", "a.yaml", "--store", "x"],
    ["run", "a.yaml", "--timeout", "soon"], ["validate"], ["no-such-command"], ["runs", "show"],
    ["runs", "list", "--status", "sleeping"], ["runs", "list", "--limit", "0"],
    ["runs", "resume", "a", "b", "--follow"],
    ["runs", "list", "--workflow", "a/b/c"], ["runs", "list", "--tag", "x"],
  ])
  func wrongUsageExitsWith2(arguments: [String]) async throws {
    let result = try await JugglerProcess.run(arguments)
    #expect(result.exitCode == 2)
    #expect(result.output == "")
    #expect(result.error != "")
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completesInEveryShell(shell: String) async throws {
    let result = try await JugglerProcess.run("--generate-completion-script", shell)
    #expect(result.exitCode == 0)
    #expect(result.output.contains("validate"))
  }
}
