import Foundation

/// What a request costs: the same endpoints served by `juggler serve`, and written by hand elsewhere.
///
/// `SERVE_SECONDS` is how long each is measured (4), `SERVE_CONNECTIONS` with how many connections ("200 2000").
/// Contestants that do not start are left out and named; `PYTHON` is a Python with aiohttp (python3).
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
    try await ServeContest.with { try measure($0) }
  }

  private func measure(_ contest: ServeContest) throws {
    let seconds = Int(contest.environment["SERVE_SECONDS"] ?? "") ?? 4
    let counts = contest.environment["SERVE_CONNECTIONS"] ?? "200 2000"
    print("| workload | connections | server | CPU a request | requests/s | p50 | p99 | failures | peak memory |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for (number, contestant) in try contest.contestants().enumerated() {
      let port = 18_080 + number
      guard let server = try? ServerProcess(contestant, port: port, upstream: contest.upstream) else {
        print("| (\(contestant.name) does not start) | | | | | | | | |")
        continue
      }
      defer { server.stop() }
      for workload in workloads {
        for connections in counts.split(separator: " ").compactMap({ Int($0) }) {
          let url = "http://127.0.0.1:\(port)\(workload.path)"
          let script = workload.posts ? ServeContest.script : nil
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
}
