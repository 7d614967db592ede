/// `swift run -c release Benchmarks [SUITE …]` runs the suites named, or all of them.
@main
struct Bench {
  /// Another suite is another file and a line here.
  static let suites: [any Suite] = [
    JSONSuite(),
    JQSuite(),
    PatternsSuite(),
    StoreSuite(),
    DurableSuite(),
    OverlapSuite(),
    WaitingSuite(),
    StartSuite(),
    ComputingSuite(),
    ServeSuite(),
    CallSuite(),
    MixedSuite(),
  ]

  static func main() async throws {
    let names = CommandLine.arguments.dropFirst()
    // A suite that measures a process of its own starts this one again.
    if names.first == "--stage" { return try await DurablePart.stage(Array(names.dropFirst())) }
    let unknown = names.filter { name in !suites.contains { $0.name == name } }
    guard unknown.isEmpty else {
      print("no suite \(unknown.joined(separator: ", ")); there are: \(suites.map(\.name).joined(separator: ", "))")
      return
    }
    for suite in suites where names.isEmpty || names.contains(suite.name) {
      print("\n# \(suite.name): \(suite.summary)\n")
      try await suite.run()
    }
  }
}
