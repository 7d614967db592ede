import Foundation

/// Whether workflows that wait stay quick while others compute on every core.
struct MixedSuite: Suite {
  let name = "mixed"
  let summary = "a workflow with one upstream call, alone and beside computing on every core"

  func run() async throws {
    try await ServeContest.with { contest in
      print("| server | | requests/s | p50 | p99 | failures |")
      print("| --- | --- | --- | --- | --- | --- |")
      for (number, contestant) in try contest.contestants().enumerated()
      where ["juggler, in memory", "Node, http"].contains(contestant.name) {
        try measure(contestant, port: 18_090 + number, contest)
        guard contestant.name.hasPrefix("juggler") else { continue }
        var idle = contestant
        idle.name += ", --compute-priority idle"
        idle.arguments += ["--compute-priority", "idle"]
        try measure(idle, port: 18_080 + number, contest)
      }
    }
  }

  private func measure(_ contestant: Contestant, port: Int, _ contest: ServeContest) throws {
    guard let server = try? ServerProcess(contestant, port: port, upstream: contest.upstream) else {
      return print("| (\(contestant.name) does not start) | | | | | |")
    }
    defer { server.stop() }
    let base = "http://127.0.0.1:\(port)/call/bench"
    // Several rounds in turns: a slow moment of the machine is not taken for the one or the other.
    var outcomes: [[Wrk.Outcome]] = [[], []]
    for busy in [false, true, false, true, false, true] {
      let load = Process()
      if busy {
        load.executableURL = URL(filePath: "/usr/bin/env")
        load.arguments = ["wrk", "-t1", "-c4", "-d8s", "--timeout", "30s", "-s", ServeContest.script, base + "/heavy"]
        load.standardOutput = FileHandle.nullDevice
        try load.run()
        usleep(1_000_000)
      }
      let outcome = try Wrk.run(base + "/upstream", connections: 10, seconds: 5, script: ServeContest.script)
      if busy { load.waitUntilExit() }
      outcomes[busy ? 1 : 0].append(outcome)
    }
    for (busy, measured) in outcomes.enumerated() {
      func median(_ value: (Wrk.Outcome) -> Double) -> Double { measured.map(value).sorted()[measured.count / 2] }
      print(
        "| \(contestant.name) | \(busy == 1 ? "beside computing" : "alone") | \(Int(median(\.perSecond))) "
          + "| \(median(\.median).rounded(toPlaces: 2)) ms | \(median(\.p99).rounded(toPlaces: 2)) ms "
          + "| \(measured.map(\.failures).reduce(0, +)) |")
    }
  }
}
