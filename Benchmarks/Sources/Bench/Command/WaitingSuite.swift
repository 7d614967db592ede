/// What ten thousand branches cost that wait at the same time in one run.
struct WaitingSuite: Suite {
  let name = "waiting"
  let summary = "10,000 branches of one run, each in a wait"

  func run() async throws {
    let idle = try JugglerProcess.run(document(branches: 1))
    let loop = try JugglerProcess.run(document(branches: 10_000))
    guard idle.status == 0, loop.status == 0 else {
      print("juggler failed: \(idle.output) \(loop.output)")
      return
    }
    let perBranch = Double(loop.peakMemory - idle.peakMemory) / 10_000 / 1024
    print("| branches | wall | CPU | resident memory, peak |")
    print("| --- | --- | --- | --- |")
    print("| 1 | \(idle.wall.inMilliseconds) | \(idle.cpu.inMilliseconds) | \(idle.peakMemory.inMebibytes) |")
    print("| 10,000 | \(loop.wall.inMilliseconds) | \(loop.cpu.inMilliseconds) | \(loop.peakMemory.inMebibytes) |")
    print("\n\(perBranch.rounded(toPlaces: 1)) KiB a branch; the limit is 100 MiB for all")
  }

  private func document(branches: Int) -> String {
    """
    document: { dsl: '1.0.3', namespace: bench, name: waiting, version: '1.0.0' }
    do:
      - all:
          for: { in: '[range(\(branches))]' }
          metadata: { juggler: { concurrency: 10000 } }
          do:
            - pause: { wait: { seconds: 2 } }
          output: { as: 'length' }
    """
  }
}
