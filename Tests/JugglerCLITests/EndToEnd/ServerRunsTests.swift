import Foundation
import JSON
import Subprocess
import Testing

/// The same verbs, of a server.
@Suite struct ServerRunsTests {
  @Test func runsOfAServerAreListedShownAndChanged() async throws {
    try await withTemporaryDirectory { directory in
      try document("- rest:\n    wait: { hours: 1 }").write(
        toFile: "\(directory)/sample.yaml", atomically: true, encoding: .utf8)
      var url = ""
      let isReady = { (line: String) in
        guard let start = line.range(of: "http://127.0.0.1:") else { return false }
        url = String(line[start.lowerBound...].prefix { !$0.isWhitespace && $0 != "," })
        return true
      }
      let serve = ["serve", directory, "--port", "0", "--store", "sqlite:\(directory)/runs.db"]
      let served = try await JugglerProcess.beside(serve, when: isReady, then: .terminate) {
        let empty = try await JugglerProcess.run("runs", "list", "--server", url)
        #expect(empty.output == "No runs.\n", "\(empty.error)")
        let unknown = try await JugglerProcess.run(
          "runs", "show", "0198f3c1-2a00-7000-8000-000000000001", "--server", url)
        #expect(unknown.exitCode == 2)
        let published = try await JugglerProcess.run(
          "events", "publish", "--server", url, "--type", "com.example.placed", "--data", #"{"table": 7}"#)
        #expect(published.output == "1 event published\n", "\(published.error)")
        let invalid = try await JugglerProcess.run("events", "publish", "--server", url, "--file", "/dev/null")
        #expect(invalid.output == "0 events published\n")
      }
      #expect(served.exitCode == 0)
      let nobody = try await JugglerProcess.run("runs", "list", "--server", "http://127.0.0.1:1")
      #expect(nobody.exitCode == 1)
      #expect(nobody.error.contains("cannot be reached"))
    }
  }
}
