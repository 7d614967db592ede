import Foundation
import Testing

@Suite struct StoreTests {
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "juggler-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }

  private let document = """
    document: { dsl: '1.0.3', namespace: test, name: stored, version: '1.0.0' }
    do:
      - pause: { wait: { milliseconds: 1 } }
      - answer: { set: { n: 42 } }
    """

  @Test func keepsRunsInAFileThatCanBeCheckedAndCopied() async throws {
    try await withFolder { folder in
      let (store, copy) = (folder + "/runs.db", folder + "/copy.db")
      for _ in 1...2 {
        let run = try await JugglerProcess.run("run", "-", "--store", "sqlite:\(store)", input: document)
        #expect(run.exitCode == 0)
        #expect(run.output == "{\"n\":42}\n")
      }
      let check = try await JugglerProcess.run("store", "check", store)
      #expect(check.output == "ok\n")
      #expect(check.exitCode == 0)

      let backup = try await JugglerProcess.run("store", "backup", "sqlite:\(store)", copy)
      #expect(backup.exitCode == 0)
      let again = try await JugglerProcess.run("store", "backup", store, copy)
      #expect(again.exitCode == 1)
      #expect(again.error.contains("exists already"))
      let copied = try await JugglerProcess.run("store", "check", copy)
      #expect(copied.output == "ok\n")

      let vacuum = try await JugglerProcess.run("store", "vacuum", store)
      #expect(vacuum.exitCode == 0)
      #expect(vacuum.output.contains("bytes now"))
    }
  }

  @Test(arguments: ["check", "vacuum"]) func makesNoStoreWhereThereIsNone(command: String) async throws {
    try await withFolder { folder in
      let result = try await JugglerProcess.run("store", command, folder + "/none.db")
      #expect(result.exitCode == 1)
      #expect(result.error.contains("there is no store at"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/none.db"))
    }
  }

  @Test func saysWhyAStoreCannotBeUsed() async throws {
    let result = try await JugglerProcess.run("run", "-", "--store", "sqlite:/nowhere/runs.db", input: document)
    #expect(result.exitCode == 2)
    #expect(result.error.contains("/nowhere/runs.db cannot be opened"))
  }
}
