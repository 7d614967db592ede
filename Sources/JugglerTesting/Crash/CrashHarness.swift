internal import JSON
import Juggler
internal import Subprocess
internal import Synchronization

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Starts a process that drives runs, kills it with SIGKILL, and starts it again; counts the effects of its runs by a
/// service on the loopback interface.
///
/// The process uses a `CrashProbe`. Afterwards, `verdict` says whether the runs came through it as they must:
///
/// ```swift
/// try await CrashHarness.with(executable: path) { harness in
///   _ = try await harness.killAtRandom(50, after: 1...60, { _ in [store] }, using: &generator)
///   try await harness.run([store])
///   let verdict = harness.verdict(try await SQLiteStore(path: store).crashedRuns { … })
///   #expect(verdict.violations == [])
/// }
/// ```
public final class CrashHarness: Sendable {
  /// When a process dies.
  public enum Fate: Sendable {
    /// By itself.
    case ends
    /// So long after it was told that the outcomes of so many effects are durable.
    case killedAfter(acknowledgements: Int, then: Duration)
    /// So long after it was started.
    case killedIn(Duration)
    /// By its own hand, at a write to its store.
    case killsItself(CrashPoint)
  }

  public enum Ending: Sendable, Hashable {
    case exited
    case killed
  }

  /// A process that did what it must not: it crashed by itself, or did not end.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// The answer to a request for an effect; `attempt` counts from 1 within a pass over the step.
  public typealias Answer = @Sendable (_ effect: CrashRecord.Effect, _ attempt: Int) -> LoopbackResponse

  /// Answers with the run's id, a slash, and the effect's name.
  public static let answerByName: Answer = { effect, _ in .json(.string("\(effect.run)/\(effect.name)")) }

  private let executable: String
  private let service: LoopbackUpstream
  private let limit: Duration
  private let state = Mutex((record: CrashRecord(), processes: 0))

  private init(executable: String, service: LoopbackUpstream, limit: Duration) {
    self.executable = executable
    self.service = service
    self.limit = limit
  }

  /// - Parameters:
  ///   - limit: how long a process may take; one that takes longer is a `Failure`.
  ///   - answer: what the service answers; by default `answerByName`.
  public static func with<R>(
    executable: String, limit: Duration = .seconds(60),
    answering answer: @escaping Answer = answerByName,
    _ body: (CrashHarness) async throws -> R
  ) async throws -> R {
    try await withLoopbackUpstream(recording: false) { service in
      let harness = CrashHarness(executable: executable, service: service, limit: limit)
      service.route("*", "/effects/{process}/{run}/{name}/{attempt}") { [unowned harness] request in
        guard let run = request.parameters["run"].flatMap({ RunID($0) }), let name = request.parameters["name"],
          let process = request.parameters["process"].flatMap({ Int($0) }),
          let attempt = request.parameters["attempt"].flatMap({ Int($0) })
        else { return .status(400) }
        let effect = CrashRecord.Effect(run: run, name: name)
        harness.note(.performed(effect, process: process, attempt: attempt))
        return answer(effect, attempt)
      }
      return try await body(harness)
    }
  }

  /// What happened until now.
  public var record: CrashRecord { state.withLock { $0.record } }

  public func verdict(_ runs: [CrashVerdict.Run]) -> CrashVerdict { CrashVerdict(record, runs) }

  /// Notes what is in the journal while no process runs: none of it may be performed from now on.
  public func note(journal runs: [CrashVerdict.Run]) {
    for run in runs {
      for case .stepEnded(let step, _) in run.journal.map(\.kind) {
        if let effect = CrashRecord.Effect(step, of: run.record.id) { note(.journaled(effect)) }
      }
    }
  }

  private func note(_ event: CrashRecord.Event) { state.withLock { $0.record.append(event) } }

  /// Starts a process and returns when it is gone.
  ///
  /// - Throws: a `Failure` when it ended in another way than with exit code 0 or by SIGKILL.
  @discardableResult
  public func run(_ arguments: [String], _ fate: Fate = .ends) async throws -> Ending {
    let process = state.withLock { state in
      state.processes += 1
      return state.processes
    }
    let result = try await Subprocess.run(
      .path(FilePath(executable)), arguments: Arguments(arguments), environment: environment(process, fate),
      input: .none, output: .sequence, error: .string(limit: 1 << 20)
    ) { execution in
      try await watch(process, fate, id: execution.processIdentifier.value, execution.standardOutput)
    }
    switch result.terminationStatus {
    case .exited(0):
      note(.exited(process: process))
      return .exited
    case .signaled(SIGKILL) where !result.closureResult:
      note(.killed(process: process))
      return .killed
    case let status:
      throw Failure(
        description: "process \(process) (\(arguments.joined(separator: " "))) "
          + (result.closureResult ? "did not end within \(limit)" : "ended with \(status)")
          + "; it wrote: \(result.standardError)")
    }
  }

  private func environment(_ process: Int, _ fate: Fate) -> Environment {
    var variables: [Environment.Key: String?] = [
      Environment.Key(stringLiteral: CrashProbe.Variable.service): service.url,
      Environment.Key(stringLiteral: CrashProbe.Variable.process): "\(process)",
    ]
    if case .killsItself(let point) = fate {
      variables[Environment.Key(stringLiteral: CrashProbe.Variable.point)] = point.description
    }
    return .inherit.updating(variables)
  }

  /// Reads what the process says, and kills it when it is time; whether it took too long.
  private func watch(
    _ process: Int, _ fate: Fate, id: pid_t, _ output: SubprocessOutputSequence
  ) async throws -> Bool {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      func killing(after delay: Duration, isFailure: Bool) {
        // The process is not waited for before this group has ended: its number cannot be another's.
        group.addTask {
          try await ContinuousClock().sleep(for: delay)
          kill(id, SIGKILL)
          return isFailure
        }
      }
      killing(after: limit, isFailure: true)
      if case .killedIn(let delay) = fate { killing(after: delay, isFailure: false) }
      var acknowledged = 0
      for try await line in output.strings() {
        guard let effect = CrashRecord.Effect(acknowledgement: line) else { continue }
        note(.acknowledged(effect, process: process))
        acknowledged += 1
        if case .killedAfter(acknowledged, let delay) = fate { killing(after: delay, isFailure: false) }
      }
      group.cancelAll()
      var hasHung = false
      while let result = await group.nextResult() { if case .success(true) = result { hasHung = true } }
      return hasHung
    }
  }
}

extension CrashRecord.Effect {
  /// Reads what a probe writes.
  init?(acknowledgement line: String) {
    let words = line.split(separator: " ")
    guard words.count == 3, words[0] == "acknowledged", let run = RunID(String(words[1])) else { return nil }
    self.init(run: run, name: String(words[2]))
  }
}
