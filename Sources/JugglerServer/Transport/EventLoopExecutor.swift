package import NIOCore
import Synchronization

/// Runs tasks on an event loop: those of a connection where its bytes arrive and leave, without a change of threads.
///
/// One call of the loop runs everything that has gathered, and what is enqueued between ``hold()`` and ``release()``
/// runs at the latter without waking the loop at all.
package final class EventLoopExecutor: TaskExecutor {
  /// Jobs that run before the loop gets to its sockets again.
  private static let turn = 512

  private struct State {
    var jobs: [UnownedJob] = []
    /// A turn is coming that will see what is enqueued now.
    var isScheduled = false
    /// That turn is the end of a ``hold()``.
    var isHeld = false
  }

  package let eventLoop: any EventLoop
  private let state = Mutex(State())

  package init(_ eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let needsTurn = state.withLock { state in
      state.jobs.append(job)
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if needsTurn { schedule() }
  }

  /// What is enqueued from now on waits for ``release()``, without waking the loop. Only on the event loop.
  func hold() {
    state.withLock { state in
      if !state.isScheduled { state.isHeld = true }
      state.isScheduled = true
    }
  }

  /// Runs what was enqueued since ``hold()``. Only on the event loop, and not from a job.
  func release() {
    let isHeld = state.withLock { state in
      defer { state.isHeld = false }
      return state.isHeld
    }
    if isHeld { run() }
  }

  private func schedule() {
    eventLoop.execute { self.run() }
  }

  private func run() {
    var count = 0
    var jobs: [UnownedJob] = []
    while count < Self.turn {
      jobs.removeAll(keepingCapacity: true)
      let isDone = state.withLock { state in
        swap(&jobs, &state.jobs)
        if jobs.isEmpty { state.isScheduled = false }
        return jobs.isEmpty
      }
      if isDone { return }
      for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
      count += jobs.count
    }
    schedule()
  }
}
