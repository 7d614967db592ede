import Foundation
import JugglerTesting

/// The servers that are compared, and what they serve.
struct ServeContest {
  let directory: URL
  let upstream: String
  let environment = ProcessInfo.processInfo.environment

  /// Gives `body` a contest whose upstream answers, and removes what it left.
  static func with(_ body: (ServeContest) throws -> Void) async throws {
    let upstream = try await LoopbackUpstream.start(recording: false)
    upstream.route("GET", "/order") { _ in .text(order, contentType: "application/json") }
    let directory = FileManager.default.temporaryDirectory.appending(path: "juggler-bench-\(UUID().uuidString)")
    let contest = ServeContest(directory: directory, upstream: upstream.url + "/order")
    let result = Result {
      try contest.writeDefinitions()
      try body(contest)
    }
    try? FileManager.default.removeItem(at: directory)
    await upstream.stop()
    try result.get()
  }

  func contestants() throws -> [Contestant] {
    guard let juggler = environment["JUGGLER"] else { throw JugglerProcess.Missing() }
    let peers = Self.peers
    let serve = ["serve", directory.path(), "--port", "PORT", "--log-level", "error"]
    return [
      Contestant(name: "juggler, in memory", command: juggler, arguments: serve + ["--store", "memory"]),
      Contestant(
        name: "juggler, SQLite", command: juggler,
        arguments: serve + ["--store", "sqlite:\(directory.path())/juggler.db"]),
      Contestant(
        name: "Node, http", command: "node", arguments: ["\(peers)/server.mjs", "PORT", "UPSTREAM", "http"]),
      Contestant(
        name: "Node, fetch", command: "node", arguments: ["\(peers)/server.mjs", "PORT", "UPSTREAM", "fetch"]),
      Contestant(
        name: "aiohttp", command: environment["PYTHON"] ?? "python3",
        arguments: ["\(peers)/server.py", "PORT", "UPSTREAM"]),
    ]
  }

  static var script: String { "\(peers)/post.lua" }

  private static var peers: String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../peers").standardized.path()
  }

  private func writeDefinitions() throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for (name, tasks) in [("shape", Self.shape), ("upstream", fetch + Self.shape), ("heavy", Self.heavy)] {
      let text = "document: { dsl: '1.0.3', namespace: bench, name: \(name), version: '1.0.0' }\ndo:\n" + tasks
      try text.write(to: directory.appending(path: "\(name).yaml"), atomically: true, encoding: .utf8)
    }
  }

  private static let order = """
    {"customer":{"name":"Ada","city":"London"},"items":[{"name":"eggs","price":3,"count":2},\
    {"name":"flour","price":2,"count":1},{"name":"milk","price":1,"count":4},{"name":"butter","price":5,"count":1}]}
    """

  private static let shape = """
      - shape:
          set: '${ {total: (.items | map(.price * .count) | add), names: [.items[].name], customer: .customer.name} }'

    """

  private var fetch: String {
    """
      - fetch:
          call: http
          with: { method: get, endpoint: '\(upstream)' }

    """
  }

  /// What computes for a good while.
  private static let heavy = """
      - compute: { set: '${ [range(300000)] | map(. * 7 % 13) | add }' }

    """
}
