import NIOCore
import Synchronization

/// Runs tasks on an event loop.
final class LoopExecutor: TaskExecutor {
  private struct Queue {
    var jobs: [UnownedJob] = []
    var isScheduled = false
  }

  private let loop: any EventLoop
  private let queue = Mutex(Queue())

  init(_ loop: any EventLoop) { self.loop = loop }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let schedules = queue.withLock { queue in
      queue.jobs.append(job)
      defer { queue.isScheduled = true }
      return !queue.isScheduled
    }
    if schedules { loop.execute { self.drain() } }
  }

  private func drain() {
    let jobs = queue.withLock { queue in
      queue.isScheduled = false
      defer { queue.jobs.removeAll(keepingCapacity: true) }
      return queue.jobs
    }
    let executor = asUnownedTaskExecutor()
    for job in jobs { job.runSynchronously(on: executor) }
  }
}
