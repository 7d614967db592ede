import Foundation
import JugglerTesting
import NIOCore

/// What a request costs: the same endpoints served by `juggler serve`, and written by hand elsewhere.
///
/// `SERVE_SECONDS` is how long each is measured (4), `SERVE_CONNECTIONS` with how many connections ("200 2000").
/// Contestants whose command is missing are left out and named; `PYTHON` is a Python with aiohttp (python3).
struct ServeSuite: Suite {
  let name = "serve"
  let summary = "CPU per request of workflows as endpoints, beside servers written by hand"

  private struct Workload {
    let title: String
    let path: String
    let posts: Bool
  }

  private let workloads = [
    Workload(title: "a plain answer", path: "/healthz", posts: false),
    Workload(title: "shape the input with jq", path: "/call/bench/shape", posts: true),
    Workload(title: "one upstream call, then shape", path: "/call/bench/upstream", posts: true),
  ]

  func run() async throws {
    let upstream = try await LoopbackUpstream.start(recording: false)
    upstream.route("GET", "/order") { _ in .text(Self.order, contentType: "application/json") }
    do {
      try contest(upstream: upstream.url + "/order")
    } catch {
      await upstream.stop()
      throw error
    }
    await upstream.stop()
  }

  private func contest(upstream: String) throws {
    let environment = ProcessInfo.processInfo.environment
    let seconds = Int(environment["SERVE_SECONDS"] ?? "") ?? 4
    let connections = (environment["SERVE_CONNECTIONS"] ?? "200 2000").split(separator: " ").compactMap { Int($0) }
    guard let juggler = environment["JUGGLER"] else { throw JugglerProcess.Missing() }
    let directory = FileManager.default.temporaryDirectory.appending(path: "juggler-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, text) in [("shape", Self.shape), ("upstream", Self.upstream(upstream))] {
      try text.write(to: directory.appending(path: "\(name).yaml"), atomically: true, encoding: .utf8)
    }

    print("| workload | connections | server | CPU a request | requests/s | p50 | p99 | failures | peak memory |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    var port = 18_080
    for contestant in contestants(juggler, directory.path(), python: environment["PYTHON"] ?? "python3") {
      port += 1
      guard let server = try? ServerProcess(contestant, port: port, upstream: upstream) else {
        print("| (\(contestant.name) does not start) | | | | | | | | |")
        continue
      }
      defer { server.stop() }
      for workload in workloads {
        for connections in connections {
          let url = "http://127.0.0.1:\(port)\(workload.path)"
          let script = workload.posts ? Self.script : nil
          _ = try Wrk.run(url, connections: connections, seconds: 1, script: script)
          let before = server.cpuTime
          let outcome = try Wrk.run(url, connections: connections, seconds: seconds, script: script)
          let cpu = (server.cpuTime - before) / .microseconds(1) / Double(max(1, outcome.requests))
          print(
            "| \(workload.title) | \(connections) | \(contestant.name) | \(cpu.rounded(toPlaces: 1)) µs "
              + "| \(Int(outcome.perSecond)) | \(outcome.median) | \(outcome.p99) | \(outcome.failures) "
              + "| \(server.peakMemory.inMebibytes) |")
        }
      }
    }
  }

  private func contestants(_ juggler: String, _ directory: String, python: String) -> [Contestant] {
    let peers = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../peers").standardized
      .path()
    let serve = ["serve", directory, "--port", "PORT", "--log-level", "error"]
    return [
      Contestant(name: "juggler, in memory", command: juggler, arguments: serve + ["--store", "memory"]),
      Contestant(
        name: "juggler, SQLite", command: juggler, arguments: serve + ["--store", "sqlite:\(directory)/juggler.db"]),
      Contestant(
        name: "Node, http", command: "node", arguments: ["\(peers)/server.mjs", "PORT", "UPSTREAM", "http"]),
      Contestant(
        name: "Node, fetch", command: "node", arguments: ["\(peers)/server.mjs", "PORT", "UPSTREAM", "fetch"]),
      Contestant(name: "aiohttp", command: python, arguments: ["\(peers)/server.py", "PORT", "UPSTREAM"]),
    ]
  }

  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../peers/post.lua").standardized.path()

  private static let order = """
    {"customer":{"name":"Ada","city":"London"},"items":[{"name":"eggs","price":3,"count":2},\
    {"name":"flour","price":2,"count":1},{"name":"milk","price":1,"count":4},{"name":"butter","price":5,"count":1}]}
    """

  private static let expression =
    "${ {total: (.items | map(.price * .count) | add), names: [.items[].name], customer: .customer.name} }"

  private static let shape = """
    document: { dsl: '1.0.3', namespace: bench, name: shape, version: '1.0.0' }
    do:
      - shape: { set: '\(expression)' }
    """

  private static func upstream(_ url: String) -> String {
    """
    document: { dsl: '1.0.3', namespace: bench, name: upstream, version: '1.0.0' }
    do:
      - fetch:
          call: http
          with: { method: get, endpoint: '\(url)' }
      - shape: { set: '\(expression)' }
    """
  }
}
