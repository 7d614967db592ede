import AsyncPatterns
package import JSON
package import JugglerTelemetry
import ServiceLifecycle
import Synchronization

/// Whether this server can do its work.
///
/// Looking at the store costs a transaction. So the checks run in a task of their own (``run()``), when somebody asks and
/// not more often than once a second, and a check that hangs holds up nobody who asks.
package final class Readiness: Service, CustomStringConvertible {
  package var description: String { "readiness" }

  /// Something that must work. Returns more about it, or `nil`; throws what is wrong.
  package struct Check: Sendable {
    package var name: String
    package var perform: @Sendable () async throws -> String?

    package init(_ name: String, _ perform: @escaping @Sendable () async throws -> String?) {
      self.name = name
      self.perform = perform
    }
  }

  private typealias Results = [ReadinessReport.Entry]

  private struct State {
    var isDraining = false
    var last: (age: @Sendable () -> Duration, results: Results)?
    /// The check being performed.
    var current: String?
    /// Those who wait for the round that is under way, or about to begin.
    var round: (promise: Promise<Results>, future: Future<Results>)?
  }

  private let checks: [Check]
  private let loops: LoopMonitor
  private let loopLimit: Duration
  private let checkLimit: Duration
  private let freshness: Duration
  private let clock: any Clock<Duration>
  private let state = Mutex(State())
  private let (questions, question) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  /// - Parameters:
  ///   - loopLimit: from when on a loop that is not seen counts as stuck.
  ///   - checkLimit: how long who asks waits for the checks.
  ///   - freshness: for how long their results count.
  package init(
    loops: LoopMonitor, checks: [Check], loopLimit: Duration = .seconds(5), checkLimit: Duration = .seconds(2),
    freshness: Duration = .seconds(1), clock: any Clock<Duration> = TimerClock(base: ContinuousClock())
  ) {
    self.loops = loops
    self.checks = checks
    self.loopLimit = loopLimit
    self.checkLimit = checkLimit
    self.freshness = freshness
    self.clock = clock
  }

  /// Performs the checks when somebody asks, until the server is shut down.
  package func run() async {
    await withGracefulShutdownHandler {
      for await _ in questions { await look() }
    } onGracefulShutdown: { [question] in
      question.finish()
    }
  }

  private func look() async {
    var results: Results = []
    for check in checks {
      state.withLock { $0.current = check.name }
      results.append(await Self.result(of: check))
    }
    let age = Self.stopwatch(clock)
    let round = state.withLock { [results] state in
      state.last = (age, results)
      state.current = nil
      defer { state.round = nil }
      return state.round
    }
    round?.promise.succeed(results)
  }

  /// Tells how much time has passed since it was made.
  private static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
    let start = clock.now
    return { start.duration(to: clock.now) }
  }

  private static func result(of check: Check) async -> ReadinessReport.Entry {
    do {
      return ReadinessReport.Entry(check.name, try await check.perform(), isFailure: false)
    } catch {
      return ReadinessReport.Entry(check.name, "\(error)", isFailure: true)
    }
  }

  /// From now on no more requests are wanted.
  package func beginDraining() { state.withLock { $0.isDraining = true } }
  package var isDraining: Bool { state.withLock { $0.isDraining } }

  /// Whether the process is alive: the loop that answers this is, and the others are looked at.
  package func health() -> ReadinessReport { ReadinessReport([loopEntry()]) }

  package func report() async -> ReadinessReport {
    let isDraining = isDraining
    let accepting = ReadinessReport.Entry(
      "accepting", isDraining ? "the server is shutting down" : nil, isFailure: isDraining)
    return ReadinessReport([accepting, loopEntry()] + (await results()))
  }

  private func loopEntry() -> ReadinessReport.Entry {
    let stuck = loops.silences.enumerated().filter { $0.element > loopLimit }
    guard !stuck.isEmpty else { return ReadinessReport.Entry("eventLoops", nil, isFailure: false) }
    let text = stuck.map { "loop \($0.offset) has not answered for \($0.element.components.seconds) s" }
    return ReadinessReport.Entry("eventLoops", text.joined(separator: "; "), isFailure: true)
  }

  private func results() async -> [ReadinessReport.Entry] {
    let future: Future<Results>? = state.withLock { state in
      if let last = state.last, last.age() < freshness { return nil }
      let round = state.round ?? Promise<Results>.make()
      state.round = round
      return round.future
    }
    guard let future else { return state.withLock { $0.last?.results ?? [] } }
    question.yield()
    do {
      return try await withTimeout(checkLimit, clock: clock) { try await future.value }
    } catch {
      let name = state.withLock { $0.current } ?? "checks"
      return [ReadinessReport.Entry(name, "no answer within \(checkLimit.components.seconds) s", isFailure: true)]
    }
  }
}

/// What a look at the server found.
package struct ReadinessReport: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package var name: String
    package var detail: String?
    package var isFailure: Bool

    init(_ name: String, _ detail: String?, isFailure: Bool) {
      self.name = name
      self.detail = detail
      self.isFailure = isFailure
    }
  }

  package var entries: [Entry]

  init(_ entries: [Entry]) { self.entries = entries }

  package var isReady: Bool { !entries.contains(where: \.isFailure) }

  package var json: JSONValue {
    var checks = JSONObject()
    for entry in entries {
      var object: JSONObject = ["status": .string(entry.isFailure ? "failing" : "ok")]
      if let detail = entry.detail { object["detail"] = .string(detail) }
      checks[entry.name] = .object(object)
    }
    return ["status": .string(isReady ? "ok" : "failing"), "checks": .object(checks)]
  }
}
