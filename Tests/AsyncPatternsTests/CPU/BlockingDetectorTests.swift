import AsyncPatterns
import Testing

@Suite struct BlockingDetectorTests {
  /// Real time: what holds the pool up waits for the report itself, so the test is as long as it takes.
  @Test func reportsWhoHoldsAnExecutorUpAndThatItIsOver() async throws {
    let reports = Log<BlockingDetector.Report>()
    let detector = BlockingDetector(threshold: .milliseconds(5)) { reports.append($0) }
    let pool = CPUPool(threads: 1)
    defer { detector.stop() }
    try await pool.run {
      BlockingDetector.working(on: "rendering") {
        detector.watch("pool", executor: pool)
        while reports.count == 0 {}
      }
    }
    await eventually { reports.count >= 2 }
    let report = try #require(reports.values.first)
    #expect(report.executor == "pool")
    #expect(report.isOngoing)
    #expect(report.duration >= .milliseconds(5))
    #expect(report.work.contains("rendering"))
    #expect("\(report)".contains("rendering"))
    #expect(reports.values[1].isOngoing == false)
    #expect(reports.values[1].duration >= report.duration)
  }

  @Test func anExecutorThatAnswersIsNotReported() async throws {
    let reports = Log<BlockingDetector.Report>()
    let asked = Log<Void>()
    let detector = BlockingDetector(threshold: .seconds(60)) { reports.append($0) }
    defer { detector.stop() }
    detector.watch("quick") { work in
      asked.append(())
      work()
    }
    await eventually { asked.count >= 1 }
    #expect(reports.values.isEmpty)
  }
}
