import Synchronization

/// The thread behind a ``BlockingDetector``.
final class Watchdog: Sendable {
  private struct Watched {
    let name: String
    let submit: @Sendable (@escaping @Sendable () -> Void) -> Void
    /// When the executor was asked, and has not answered yet.
    var askedAt: ContinuousClock.Instant?
    var isReported = false
  }

  private struct State {
    var watched: [Watched] = []
    var isStopped = false
  }

  private let threshold: Duration
  private let report: @Sendable (BlockingDetector.Report) -> Void
  private let parker = ThreadParker()
  private let state = Mutex(State())

  init(threshold: Duration, report: @escaping @Sendable (BlockingDetector.Report) -> Void) {
    self.threshold = threshold
    self.report = report
  }

  func watch(_ name: String, _ submit: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) {
    state.withLock { $0.watched.append(Watched(name: name, submit: submit)) }
    parker.unpark()
  }

  func stop() {
    state.withLock { $0.isStopped = true }
    parker.unpark()
  }

  func run() {
    // Twice within the threshold, so that a report is late by half of it at most.
    let interval = threshold.nanosecondsRoundedUp / 2
    while !state.withLock({ $0.isStopped }) {
      for index in state.withLock({ $0.watched.indices }) { look(at: index) }
      parker.park(nanoseconds: interval)
    }
  }

  private func look(at index: Int) {
    let now = ContinuousClock.now
    enum Action {
      case ask(submit: @Sendable (@escaping @Sendable () -> Void) -> Void)
      case report(BlockingDetector.Report)
      case nothing
    }
    let action: Action = state.withLock { state in
      guard let askedAt = state.watched[index].askedAt else {
        state.watched[index].askedAt = now
        return .ask(submit: state.watched[index].submit)
      }
      let duration = askedAt.duration(to: now)
      guard duration >= threshold, !state.watched[index].isReported else { return .nothing }
      state.watched[index].isReported = true
      return .report(
        BlockingDetector.Report(
          executor: state.watched[index].name, duration: duration, isOngoing: true, work: []))
    }
    switch action {
    case .ask(let submit): submit { [weak self] in self?.answered(index) }
    case .report(var report):
      report.work = RunningWork.shared.names
      self.report(report)
    case .nothing: break
    }
  }

  private func answered(_ index: Int) {
    let now = ContinuousClock.now
    let over: BlockingDetector.Report? = state.withLock { state in
      let watched = state.watched[index]
      state.watched[index].askedAt = nil
      state.watched[index].isReported = false
      guard let askedAt = watched.askedAt, watched.isReported else { return nil }
      return BlockingDetector.Report(
        executor: watched.name, duration: askedAt.duration(to: now), isOngoing: false, work: [])
    }
    if let over { report(over) }
  }
}
