import Foundation
import JSON
import Testing

/// What workflows find beside their own documents.
@Suite struct LibraryTests {
  private let main = document(
    """
    - twice:
        run: { workflow: { namespace: tests, name: double, version: latest, input: { n: '${ .n }' } } }
    - greet:
        call: greet:1.0.0@default
        with: { n: '${ .n }' }
    """)

  private static func double(_ version: String, _ factor: Int) -> String {
    """
    document: { dsl: '1.0.3', namespace: tests, name: double, version: '\(version)' }
    do: [{ multiply: { set: { n: '${ .n * \(factor) }' } } }]
    """
  }

  private func withFiles(_ body: (String) async throws -> Void) async throws {
    try await withTemporaryDirectory { directory in
      let files = [
        "main.yaml": main, "flows/a/double.yaml": Self.double("1.9.0", 3),
        "flows/b/double.yaml": Self.double("1.10.0", 2),
        "flows/pre.yaml": Self.double("2.0.0-rc.1", 9),
        "catalog/functions/greet/1.0.0/function.yaml": "set: { text: '${ \"n is \\(.n)\" }' }",
      ]
      for (name, text) in files {
        let url = URL(filePath: "\(directory)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
      }
      try await body(directory)
    }
  }

  @Test func runsTheLatestVersionAndCallsTheDefaultCatalog() async throws {
    try await withFiles { directory in
      let result = try await JugglerProcess.run(
        "run", "\(directory)/main.yaml", "--workflows", "\(directory)/flows", "--catalog", "\(directory)/catalog",
        "--input", #"{"n": 21}"#, "--trace", "none")
      #expect(result.output == #"{"text":"n is 42"}"# + "\n")
      #expect(result.error == "")
    }
  }

  @Test func whatIsNotFoundFaultsAndShowsWhatIsInvalid() async throws {
    try await withFiles { directory in
      try FileManager.default.removeItem(atPath: "\(directory)/flows")
      try FileManager.default.createDirectory(atPath: "\(directory)/flows", withIntermediateDirectories: true)
      try "do: 7".write(toFile: "\(directory)/flows/double.yaml", atomically: true, encoding: .utf8)
      let result = try await JugglerProcess.run(
        "run", "\(directory)/main.yaml", "--workflows", "\(directory)/flows", "--input", #"{"n": 1}"#, "--trace", "none"
      )
      #expect(result.exitCode == 1)
      #expect(result.errorLines.contains { $0.contains("flows/double.yaml:") })
      let fault = try JSONValue(parsing: try #require(result.errorLines.last))
      #expect(fault["type"]?.stringValue?.hasSuffix("/errors/configuration") == true)
      #expect(fault["instance"] == "/do/0/twice")
    }
  }

  @Test func aStoreKeepsTheWorkflowsThatItsRunsRan() async throws {
    try await withFiles { directory in
      let store = "sqlite:\(directory)/runs.db"
      let first = try await JugglerProcess.run(
        "run", "\(directory)/main.yaml", "--workflows", "\(directory)/flows", "--catalog", "\(directory)/catalog",
        "--store", store, "--input", #"{"n": 1}"#, "--trace", "none")
      #expect(first.exitCode == 0)
      let list = try await JSONValue(
        parsing: JugglerProcess.run("runs", "list", "--store", store, "--output", "json").output)
      let runs = list["items"]?.arrayValue ?? []
      #expect(runs.map { $0["workflow"]?["name"] } == ["double", "sample"])
      #expect(runs.first?["parent"] == runs.last?["id"])
      let id = runs.last?["id"]?.stringValue ?? ""
      for name in ["flows", "main.yaml"] { try FileManager.default.removeItem(atPath: "\(directory)/\(name)") }
      let fork = try await JugglerProcess.run(
        "runs", "fork", id, "--store", store, "--input", #"{"n": 5}"#, "--follow", "--catalog", "\(directory)/catalog",
        "--trace", "none")
      #expect(fork.output == #"{"text":"n is 10"}"# + "\n")
    }
  }
}
