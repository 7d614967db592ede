import JugglerTesting
import Logging
import Synchronization
import Testing

@testable import JugglerCLI

struct SignalServiceTests {
  /// What the service does, and when.
  final class Record: Sendable {
    private let entries = Mutex<[String]>([])
    var all: [String] { entries.withLock { $0 } }
    func add(_ entry: String) { entries.withLock { $0.append(entry) } }
  }

  /// - Parameter signals: when they come, since the start.
  func run(delay: Duration, signals: [Duration]) async throws -> [String] {
    try await VirtualTime.run { time in
      let record = Record()
      let start = time.clock.now
      let next = Mutex(signals[...])
      let service = SignalService(
        signal: {
          guard let at = next.withLock({ $0.popFirst() }) else {
            // None comes any more.
            try? await time.clock.sleep(for: .seconds(1_000_000))
            return false
          }
          return (try? await time.clock.sleep(until: start.advanced(by: at))) != nil
        },
        delay: delay, clock: time.clock,
        announce: { record.add("not ready after \(start.duration(to: time.clock.now).components.seconds) s") },
        stop: { record.add("stops after \(start.duration(to: time.clock.now).components.seconds) s") },
        log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      try await service.run()
      record.add("ends after \(start.duration(to: time.clock.now).components.seconds) s")
      return record.all
    }
  }

  @Test func withoutADelayTheFirstSignalStops() async throws {
    let record = try await run(delay: .zero, signals: [.seconds(3)])
    #expect(record == ["not ready after 3 s", "stops after 3 s", "ends after 3 s"])
  }

  @Test func theDelayLiesBetweenTheWordAndTheStop() async throws {
    let record = try await run(delay: .seconds(15), signals: [.seconds(3)])
    #expect(record == ["not ready after 3 s", "stops after 18 s", "ends after 18 s"])
  }

  @Test func aSecondSignalSkipsTheRestOfTheDelay() async throws {
    let record = try await run(delay: .seconds(15), signals: [.seconds(3), .seconds(5)])
    #expect(record == ["not ready after 3 s", "stops after 5 s", "ends after 5 s"])
  }
}
