import Synchronization

/// Keeps the jobs of its tasks until `drive` performs them.
final class VirtualExecutor: TaskExecutor {
  fileprivate struct State {
    var jobs: [UnownedJob] = []
    var generator: SeededGenerator?
    var isFinished = false
    var idleWaiters: [UnsafeContinuation<Void, Never>] = []
    var driver: UnsafeContinuation<Void, Never>?

    mutating func nextJob() -> UnownedJob? {
      guard !jobs.isEmpty else { return nil }
      guard generator != nil else { return jobs.removeFirst() }
      let index = Int.random(in: jobs.indices, using: &generator!)
      return jobs.remove(at: index)
    }
  }

  private let state: Mutex<State>

  init(seed: UInt64?) {
    state = Mutex(State(generator: seed.map(SeededGenerator.init)))
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let driver = state.withLock { state in
      state.jobs.append(job)
      return state.takeDriver()
    }
    driver?.resume()
  }

  /// No more jobs will come.
  func finish() {
    let driver = state.withLock { state in
      state.isFinished = true
      return state.takeDriver()
    }
    driver?.resume()
  }

  func idle() async {
    await withUnsafeContinuation { continuation in
      state.withLock { $0.idleWaiters.append(continuation) }
    }
  }

  /// Performs jobs until `finish`. When there are none it wakes who waits for that, else asks `moveOn` for more, and
  /// when that has none either, waits for jobs from outside.
  func drive(_ moveOn: () -> Bool) async {
    while true {
      if let job = state.withLock({ $0.nextJob() }) {
        job.runSynchronously(on: asUnownedTaskExecutor())
      } else if let waiter = state.withLock({ $0.idleWaiters.popLast() }) {
        waiter.resume()
      } else if state.withLock({ $0.isFinished && $0.jobs.isEmpty }) {
        return
      } else if !moveOn() {
        await withUnsafeContinuation { continuation in
          let goesOn = state.withLock { state in
            guard state.jobs.isEmpty, !state.isFinished else { return true }
            state.driver = continuation
            return false
          }
          if goesOn { continuation.resume() }
        }
      }
    }
  }
}

extension VirtualExecutor.State {
  fileprivate mutating func takeDriver() -> UnsafeContinuation<Void, Never>? {
    defer { driver = nil }
    return driver
  }
}
