import Foundation

/// Async is not parallel: whether computing on every core delays a wait.
struct ComputingSuite: Suite {
  let name = "computing"
  let summary = "waits of 50 ms, one after the other, beside computations on every core"

  func run() async throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    print("| beside \(cores) × | waits | median | slowest |")
    print("| --- | --- | --- | --- |")
    try measure("nothing", "")
    let expression = "[range(400000)] | map(. * 7 % 13) | add"
    try measure("an expression", branches(cores, "set: { sum: '${ \(expression) }' }"))
    let script = "sum(i * i % 7 for i in range(12_000_000))"
    try measure("a python script", branches(cores, "run: { script: { language: python, code: '\(script)' } }"))
    print("\na wait may end at most 10 ms late")
  }

  private func branches(_ count: Int, _ task: String) -> String {
    (0..<count).map { core in
      """
                - compute\(core):
                    for: { in: '[range(3)]' }
                    do:
                      - work\(core): { \(task) }
      """ + "\n"
    }.joined()
  }

  private func measure(_ what: String, _ branches: String) throws {
    let document = """
      document: { dsl: '1.0.3', namespace: bench, name: computing, version: '1.0.0' }
      do:
        - both:
            fork:
              branches:
      \(branches)          - waits:
                    for: { in: '[range(20)]' }
                    do:
                      - pause: { wait: { milliseconds: 50 } }
            output: { as: 'length' }
      """
    let outcome = try JugglerProcess.run(document, arguments: ["--trace", "json"])
    guard outcome.status == 0 else {
      print("juggler failed with status \(outcome.status): \(outcome.output)")
      return
    }
    let times = outcome.waits(ofTask: "pause").sorted()
    guard !times.isEmpty else { return }
    print(
      "| \(what) | \(times.count) | \(times[times.count / 2].inMilliseconds) | \(times[times.count - 1].inMilliseconds) |"
    )
  }
}

extension JugglerProcess.Outcome {
  /// From each `started` of a task that runs in rounds to the `completed` of the same round.
  fileprivate func waits(ofTask name: String) -> [Duration] {
    func times(_ event: String) -> [Date] {
      events.filter { $0["task"] as? String == name && $0["event"] as? String == event }
        .compactMap { $0["at"] as? String }
        .compactMap { try? Date($0, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true)) }
    }
    return zip(times("started"), times("completed")).map { start, end in
      .milliseconds(Int64((end.timeIntervalSince(start) * 1000).rounded()))
    }
  }
}
