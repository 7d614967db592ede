import HTTPTypes
import JSON
import Juggler
import OpenWorkflow
import Testing

@testable import JugglerServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct DefinitionWatcherTests {
  @Test func followsTheFilesOfADirectory() async throws {
    try await watching { api, watcher, folder in
      try folder.write(Documents.double, to: "a.yaml")
      try folder.write(Documents.constant("1", "1.0.0"), to: "deep/er/b.yml")
      try folder.write("not a definition", to: "README.md")
      try folder.write(Documents.teapot, to: ".hidden.yaml")
      await watcher.scan()
      #expect(api.catalog.all.map(\.reference.name) == ["constant", "double"])
      try await #expect(api.send(.post, "/call/test/double", ["n": 2]).json == ["twice": 4])

      try folder.write(Documents.constant("2", "1.1.0"), to: "deep/er/b.yml")
      await watcher.scan()
      try await #expect(api.send(.post, "/call/test/constant").json == ["is": 2])
      #expect(api.catalog.all.map(\.reference.version) == ["1.1.0", "1.0.0"])

      try folder.remove("a.yaml")
      await watcher.scan()
      try await #expect(api.send(.post, "/call/test/double", ["n": 2]).status == .notFound)
      #expect(watcher.problems.isEmpty)
    }
  }

  @Test func aBrokenFileLeavesTheOldVersionServing() async throws {
    try await watching { api, watcher, folder in
      try folder.write(Documents.double, to: "a.yaml")
      await watcher.scan()
      try folder.write(Documents.double.replacing("do:", with: "doo:"), to: "a.yaml")
      await watcher.scan()
      try await #expect(api.send(.post, "/call/test/double", ["n": 2]).json == ["twice": 4])
      let problem = try #require(watcher.problems.first)
      #expect(problem.path.hasSuffix("/a.yaml"))
      #expect(problem.diagnostics.allSatisfy { $0.line > 0 } && !problem.diagnostics.isEmpty)
      try folder.write(Documents.double.replacing("* 2", with: "* 3"), to: "a.yaml")
      await watcher.scan()
      #expect(watcher.problems.isEmpty)
      try await #expect(api.send(.post, "/call/test/double", ["n": 2]).json == ["twice": 6])
    }
  }

  @Test func aChangedVersionWaitsForTheRunsThatGoByIt() async throws {
    try await watching { api, watcher, folder in
      try folder.write(Documents.sleeper, to: "a.yaml")
      await watcher.scan()
      let run = try await api.send(.post, "/api/v1/workflows/test/sleeper/runs")
      let id = try #require(run.json["id"]?.stringValue.flatMap { RunID($0) })
      try folder.write(Documents.sleeper.replacing("hours: 1", with: "hours: 2"), to: "a.yaml")
      await watcher.scan()
      #expect(watcher.problems.first?.message.contains("runs that are not over") == true)
      try await #expect(api.engine.handle(of: id).output() == ["awake": true])
      await watcher.scan()
      #expect(watcher.problems.isEmpty)
      #expect(api.catalog.all.first?.stored.source.contains("hours: 2") == true)
    }
  }

  @Test func aChangedVersionIsRefusedWhereVersionsAreProtected() async throws {
    try await watching(.refuse) { api, watcher, folder in
      try folder.write(Documents.double, to: "a.yaml")
      await watcher.scan()
      try folder.write(Documents.double.replacing("* 2", with: "* 3"), to: "a.yaml")
      await watcher.scan()
      #expect(watcher.problems.first?.message.contains("raise") == true)
      try await #expect(api.send(.post, "/call/test/double", ["n": 2]).json == ["twice": 4])
    }
  }

  @Test func twoFilesOfOneVersionAreAProblemOfTheSecond() async throws {
    try await watching { api, watcher, folder in
      try folder.write(Documents.double, to: "a.yaml")
      try folder.write(Documents.double.replacing("* 2", with: "* 3"), to: "b.yaml")
      await watcher.scan()
      #expect(watcher.problems.map { $0.path.suffix(6) } == ["b.yaml"])
      try await #expect(api.send(.post, "/call/test/double", ["n": 2]).json == ["twice": 4])
      try await #expect(api.send(.delete, "/api/v1/workflows/test/double/1.0.0").status == .conflict)
    }
  }

  @Test func aDirectoryThatVanishesTakesNothingWithIt() async throws {
    try await watching { api, watcher, folder in
      try folder.write(Documents.double, to: "a.yaml")
      await watcher.scan()
      try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + ".gone")
      await watcher.scan()
      #expect(watcher.problems.count == 1)
      try await #expect(api.send(.post, "/call/test/double", ["n": 2]).status == .ok)
      try FileManager.default.moveItem(atPath: folder.path + ".gone", toPath: folder.path)
      await watcher.scan()
      #expect(watcher.problems.isEmpty)
    }
  }

  private func watching(
    _ sameVersion: DefinitionWatcher.SameVersion = .replace,
    _ body: @escaping @Sendable (TestAPI, DefinitionWatcher, Folder) async throws -> Void
  ) async throws {
    try await TestAPI.run { api in
      let folder = Folder(
        path: FileManager.default.temporaryDirectory.appending(path: "watched-\(UUID().uuidString)").path())
      try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder.path) }
      let watcher = DefinitionWatcher(catalog: api.catalog, directories: [folder.path], sameVersion: sameVersion)
      try await body(api, watcher, folder)
    }
  }
}

struct Folder: Sendable {
  let path: String

  /// As editors do: a new file takes the place of the old one.
  func write(_ text: String, to name: String) throws {
    let target = path + "/" + name
    let parent = target.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: target), options: .atomic)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }
}
