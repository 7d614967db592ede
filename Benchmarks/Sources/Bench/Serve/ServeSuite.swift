import Foundation

/// What a request costs: the same endpoints served by `juggler serve`, and written by hand elsewhere.
///
/// All of them run at the same time, and each is measured in turn, several rounds long, so that a slow moment of the machine
/// hits all; the figures are medians. `SERVE_SECONDS` is how long each is measured in a round (2), `SERVE_ROUNDS` how many
/// there are (5), `SERVE_CONNECTIONS` with how many connections ("200 2000").
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
    func number(_ name: String, _ standard: Int) -> Int { contest.environment[name].flatMap { Int($0) } ?? standard }
    let (seconds, rounds) = (number("SERVE_SECONDS", 2), number("SERVE_ROUNDS", 5))
    let counts = contest.environment["SERVE_CONNECTIONS"] ?? "200 2000"
    print("| workload | connections | server | CPU a request | requests/s | p50 | p99 | failures | peak memory |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    var servers: [(name: String, process: ServerProcess)] = []
    defer { for server in servers { server.process.stop() } }
    for (number, contestant) in try contest.contestants().enumerated() {
      if let process = try? ServerProcess(contestant, port: 18_080 + number, upstream: contest.upstream) {
        servers.append((contestant.name, process))
      } else {
        print("| (\(contestant.name) does not start) | | | | | | | | |")
      }
    }
    for workload in workloads {
      for connections in counts.split(separator: " ").compactMap({ Int($0) }) {
        var measured = servers.map { _ in [Measurement]() }
        for round in 0..<rounds {
          for (index, server) in servers.enumerated() {
            if round == 0 { _ = try measure(server.process, workload, connections, seconds: 1) }
            measured[index].append(try measure(server.process, workload, connections, seconds: seconds))
          }
        }
        for (server, measurements) in zip(servers, measured) {
          func median(_ value: (Measurement) -> Double) -> Double { measurements.map(value).sorted()[rounds / 2] }
          print(
            "| \(workload.title) | \(connections) | \(server.name) | \(median(\.cpu).rounded(toPlaces: 1)) µs "
              + "| \(Int(median(\.outcome.perSecond))) | \(median(\.outcome.median).rounded(toPlaces: 2)) ms "
              + "| \(median(\.outcome.p99).rounded(toPlaces: 2)) ms "
              + "| \(measurements.map(\.outcome.failures).reduce(0, +)) | \(server.process.peakMemory.inMebibytes) |")
        }
      }
    }
  }

  private struct Measurement {
    /// Microseconds a request.
    var cpu: Double
    var outcome: Wrk.Outcome
  }

  private func measure(
    _ server: ServerProcess, _ workload: Workload, _ connections: Int, seconds: Int
  ) throws -> Measurement {
    let before = server.cpuTime
    let outcome = try Wrk.run(
      "http://127.0.0.1:\(server.port)\(workload.path)", connections: connections, seconds: seconds,
      script: workload.posts ? ServeContest.script : nil)
    let cpu = (server.cpuTime - before) / .microseconds(1) / Double(max(1, outcome.requests))
    return Measurement(cpu: cpu, outcome: outcome)
  }
}
