import Synchronization

/// Finds executors that are held up: a thread of its own asks each of them, again and again, to do nothing, and reports
/// how long that takes.
///
/// ```swift
/// let detector = BlockingDetector(threshold: .milliseconds(100)) { print($0) }
/// detector.watch("event loop 1") { work in loop.execute(work) }
/// detector.watch("CPU pool", executor: CPUPool.shared)
/// ```
///
/// An executor with several threads counts as held up only when all of them are. It
/// watches until ``stop()``, also when nobody holds it any more.
public final class BlockingDetector: Sendable {
  /// An executor is held up, or was.
  public struct Report: Sendable, Equatable, CustomStringConvertible {
    /// What the executor was called when ``BlockingDetector/watch(_:_:)`` was called.
    public var executor: String
    /// How long it has been held up.
    public var duration: Duration
    /// True in the one report made while it is held up; false in the one made when that is over.
    public var isOngoing: Bool
    /// What is being worked on anywhere, the longest first, by those who told ``BlockingDetector/working(on:_:)``.
    public var work: [String]

    public var description: String {
      let work = work.isEmpty ? "" : " by " + work.joined(separator: ", ")
      return "\(executor) \(isOngoing ? "has been" : "was") held up for \(duration)\(work)"
    }
  }

  private let watchdog: Watchdog

  /// - Parameters:
  ///   - threshold: From how long on an executor is held up.
  ///   - report: Is told so, from the detector's own thread.
  public init(threshold: Duration, report: @escaping @Sendable (Report) -> Void) {
    watchdog = Watchdog(threshold: max(.milliseconds(1), threshold), report: report)
    let watchdog = watchdog
    PlatformThread.start(name: "watchdog") { watchdog.run() }
  }

  /// Ends the watch, and the detector's thread.
  public func stop() {
    watchdog.stop()
  }

  /// Watches an executor.
  ///
  /// - Parameters:
  ///   - name: What reports call it.
  ///   - submit: Hands it some work, without waiting.
  public func watch(_ name: String, _ submit: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
    watchdog.watch(name, submit)
  }

  /// Watches a task executor, such as a ``CPUPool``.
  public func watch(_ name: String, executor: any TaskExecutor) {
    watchdog.watch(name) { work in
      // Owned by the executor that runs it, and over at once when that is not held up.
      Task(executorPreference: executor) { work() }
    }
  }

  /// Runs the body, and names it in reports for as long as it runs.
  ///
  /// - Parameters:
  ///   - name: What it is called, for instance the task's name.
  ///   - body: What might hold up the executor.
  public static func working<R>(on name: String, _ body: () throws -> R) rethrows -> R {
    let id = RunningWork.shared.begin(name)
    defer { RunningWork.shared.end(id) }
    return try body()
  }
}

/// What is being worked on, by name.
final class RunningWork: Sendable {
  static let shared = RunningWork()

  private struct State {
    var next: UInt64 = 0
    var names: [UInt64: (name: String, since: ContinuousClock.Instant)] = [:]
  }

  private let state = Mutex(State())

  func begin(_ name: String) -> UInt64 {
    let now = ContinuousClock.now
    return state.withLock { state in
      state.next += 1
      state.names[state.next] = (name, now)
      return state.next
    }
  }

  func end(_ id: UInt64) {
    state.withLock { state in state.names[id] = nil }
  }

  /// What is being worked on now, the longest first.
  var names: [String] {
    state.withLock { $0.names.values.sorted { $0.since < $1.since }.map(\.name) }
  }
}
