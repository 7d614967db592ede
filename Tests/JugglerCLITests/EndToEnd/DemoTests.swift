import Testing

@Suite struct DemoTests {
  @Test func showsWhereTheTimeWentAndTheResult() async throws {
    let result = try await JugglerProcess.run("demo")
    #expect(result.exitCode == 0, "\(result.error)")
    #expect(result.error == "")
    for text in [
      "brunch completed in", "eggs", "flip ×2", "critical path", "one after the other", "faster", #""served": ["#,
    ] {
      #expect(result.output.contains(text), "\(text)")
    }
  }
}
