import Synchronization

/// The jobs of a pool, first in, first out, and the threads that wait for some.
final class CPUQueue: Sendable {
  private enum Step {
    case run(UnownedJob)
    case wait
    case end
  }

  private struct State {
    var jobs = FIFO<UnownedJob>()
    /// The thread that became idle last is woken first: its caches are warm.
    var idle: [ThreadParker] = []
    var busy = 0
    var completed = 0
    var isClosed = false

    mutating func nextStep(for parker: ThreadParker) -> Step {
      if let job = jobs.popFirst() {
        busy += 1
        return .run(job)
      }
      if isClosed { return .end }
      idle.append(parker)
      return .wait
    }
  }

  private let state = Mutex(State())

  var counts: (busy: Int, queued: Int, completed: Int) {
    state.withLock { ($0.busy, $0.jobs.count, $0.completed) }
  }

  func enqueue(_ job: UnownedJob) {
    let thread = state.withLock { state in
      state.jobs.append(job)
      return state.idle.popLast()
    }
    thread?.unpark()
  }

  /// Lets the threads end when they have done what is queued.
  func close() {
    let idle = state.withLock { state in
      state.isClosed = true
      defer { state.idle = [] }
      return state.idle
    }
    for thread in idle { thread.unpark() }
  }

  /// The life of a thread of the pool.
  func work(as executor: UnownedTaskExecutor) {
    let parker = ThreadParker()
    var hasWorked = false
    while true {
      let step = state.withLock { state in
        defer { hasWorked = false }
        if hasWorked {
          state.busy -= 1
          state.completed += 1
        }
        return state.nextStep(for: parker)
      }
      switch step {
      case .run(let job):
        job.runSynchronously(on: executor)
        hasWorked = true
      case .wait: parker.park(nanoseconds: nil)
      case .end: return
      }
    }
  }
}
