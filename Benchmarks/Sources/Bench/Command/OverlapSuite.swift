import AsyncHTTPClient
import JugglerTesting
import NIOCore

/// A thousand calls that each wait 100 ms: what the loop adds to what the calls themselves cost.
struct OverlapSuite: Suite {
  let name = "overlap"
  let summary = "1,000 HTTP calls of 100 ms each, all at once"

  private static let calls = 1000

  func run() async throws {
    let upstream = try await LoopbackUpstream.start(recording: false)
    upstream.route("GET", "/slow/{number}") { _ in .json(["ok": true]).after(.milliseconds(100)) }

    var bare: [Duration] = []
    var loops: [Duration] = []
    var cpu: [Duration] = []
    for _ in 0..<5 {
      bare.append(try await bareCalls(upstream.url))
      let outcome = try JugglerProcess.run(
        document, input: #"{"base":"\#(upstream.url)"}"#, arguments: ["--trace", "json"])
      guard outcome.status == 0, let loop = outcome.duration(ofTask: "all") else {
        print("juggler failed with status \(outcome.status): \(outcome.output)")
        return
      }
      loops.append(loop)
      cpu.append(outcome.cpu)
    }
    await upstream.stop()

    let (bareTime, loopTime) = (bare.sorted()[2], loops.sorted()[2])
    let limit = .milliseconds(150) + (bareTime - .milliseconds(100))
    print("| what | median of 5 |")
    print("| --- | --- |")
    print("| 1,000 bare async-http-client calls, wall | \(bareTime.inMilliseconds) |")
    print("| the loop of 1,000 calls in `juggler run`, wall | \(loopTime.inMilliseconds) |")
    print("| limit: 1.5 × 100 ms + what the bare calls cost | \(limit.inMilliseconds) |")
    print("| CPU of the whole `juggler run` process | \(cpu.sorted()[2].inMilliseconds) |")
    print("\n\(loopTime <= limit ? "within" : "OVER") the limit")
  }

  private func bareCalls(_ url: String) async throws -> Duration {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.calls
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<Self.calls {
        group.addTask {
          let request = HTTPClientRequest(url: "\(url)/slow/\(number)")
          let response = try await client.execute(request, timeout: .seconds(30))
          _ = try await response.body.collect(upTo: 1 << 20)
        }
      }
      try await group.waitForAll()
    }
    let duration = start.duration(to: .now)
    try await client.shutdown()
    return duration
  }

  private let document = """
    document: { dsl: '1.0.3', namespace: bench, name: overlap, version: '1.0.0' }
    do:
      - all:
          for: { each: number, in: '[range(1000)]' }
          metadata: { juggler: { concurrency: 1000 } }
          do:
            - call:
                call: http
                with: { method: get, endpoint: '${ "\\(.base)/slow/\\($number)" }' }
          output: { as: 'length' }
    """
}
