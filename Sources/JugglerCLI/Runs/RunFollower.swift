import Juggler

/// Waits for the end of a run that this process drives, and lets the user end it before.
struct RunFollower: Sendable {
  let engine: Engine
  let handle: RunHandle
  let timeout: Duration?
  let interruption: Interruption?
  let progress: LiveProgress?

  private enum Happening: Sendable {
    case ended(RunEnding)
    case interrupted
    case timedOut
    case nothing
  }

  func follow() async -> RunEnding {
    let clock = ContinuousClock()
    return await withTaskGroup(of: Happening.self) { group in
      group.addTask { await outcome() }
      if engine.store.isShared { group.addTask { await suspension(clock) } }
      if let interruption { group.addTask { await interruption.wait() ? .interrupted : .nothing } }
      if let timeout {
        group.addTask { (try? await clock.sleep(for: timeout)) == nil ? .nothing : .timedOut }
      }
      if let progress {
        group.addTask {
          await progress.run(clock: clock)
          return .nothing
        }
      }
      var ending: RunEnding?
      var isOutOfTime = false
      var isInterrupted = false
      for await happening in group {
        switch happening {
        case .ended(let how):
          ending = ending ?? how
          group.cancelAll()
        case .timedOut:
          isOutOfTime = true
          await cancelRuns()
        case .interrupted:
          isInterrupted = true
          await cancelRuns()
        case .nothing: continue
        }
      }
      // What faults because it is being cancelled was cancelled.
      if isInterrupted, case .faulted? = ending { return .cancelled }
      guard isOutOfTime, ending == .cancelled, let timeout else { return ending ?? .cancelled }
      return .faulted(
        Fault(.timeout, detail: "the run took longer than \(timeout.readable), the limit given with --timeout"))
    }
  }

  /// The end of the run, once everything that it started has ended too.
  private func outcome() async -> Happening {
    do {
      let outcome = try await handle.outcome()
      var ended: Set<RunID> = [handle.id]
      while let other = engine.ownRuns.subtracting(ended).first {
        _ = try await engine.handle(of: other).outcome()
        ended.insert(other)
      }
      return .ended(RunEnding(outcome))
    } catch is CancellationError {
      return .nothing
    } catch {
      return .ended(.faulted(Fault(.runtime, detail: "\(error)")))
    }
  }

  /// Looks now and then whether somebody, or the engine itself, has suspended the run.
  private func suspension(_ clock: ContinuousClock) async -> Happening {
    while (try? await clock.sleep(for: .milliseconds(250))) != nil {
      guard let run = try? await engine.store.run(handle.id), run.status == .suspended, run.owner == nil else {
        continue
      }
      return .ended(.suspended(handle.id, run.error))
    }
    return .nothing
  }

  private func cancelRuns() async {
    // A run that ended meanwhile cannot be cancelled any more, and need not.
    for run in engine.ownRuns.union([handle.id]) { try? await engine.cancel(run) }
  }
}
