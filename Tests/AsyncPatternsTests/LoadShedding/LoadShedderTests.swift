import AsyncPatterns
import Synchronization
import Testing

@Suite struct LoadShedderTests {
  private final class Gauge: Sendable {
    private let value = Mutex(0.0)
    func set(_ load: Double) { value.withLock { $0 = load } }
    var load: Double { value.withLock { $0 } }
  }

  private let gauge = Gauge()

  private func shedder(random: Double, observe: PolicyObserver? = nil) -> LoadShedder {
    LoadShedder(capacity: 10, externalLoad: { [gauge] in gauge.load }, random: { random }, observe: observe)
  }

  private func admits(_ shedder: LoadShedder, _ priority: AsyncSemaphore.Priority) async -> Bool {
    (try? await shedder.run(priority: priority) {}) != nil
  }

  @Test(arguments: [
    (0.4, [true, true, true]), (0.7, [false, true, true]), (0.95, [false, false, true]), (1.3, [false, false, false]),
  ])
  func theLessImportantMakeRoom(load: Double, admitted: [Bool]) async {
    gauge.set(load)
    let shedder = shedder(random: 0.5)
    for (priority, expected) in zip(AsyncSemaphore.Priority.allCases, admitted) {
      #expect(await admits(shedder, priority) == expected, "\(priority) at \(load)")
    }
  }

  @Test func betweenItsThresholdsAShareIsRefused() async {
    gauge.set(0.65)
    // Low begins at 0.5 and ends at 0.8: at 0.65 half of it.
    #expect(await admits(shedder(random: 0.51), .low))
    #expect(await !admits(shedder(random: 0.49), .low))
  }

  @Test func whatRunsIsLoad() async throws {
    let shedder = LoadShedder(capacity: 2, thresholds: [.normal: .init(start: 1, full: 1)])
    try await shedder.run {
      #expect(shedder.load == 0.5)
      try await shedder.run {
        await #expect(throws: OverloadedError(load: 1)) { try await shedder.run {} }
        // Priorities without thresholds are never refused.
        try await shedder.run(priority: .high) {}
      }
    }
    #expect(shedder.load == 0)
  }

  @Test func tellsOfRefusals() async {
    let log = Log<String>()
    gauge.set(2)
    _ = await admits(shedder(random: 0, observe: { log.append($0.message) }), .normal)
    #expect(
      log.values == ["a call was not let through: overloaded: at 200 % load this call was not made; try again later"])
  }
}
