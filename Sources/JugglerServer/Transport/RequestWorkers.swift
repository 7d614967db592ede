import NIOCore

/// The tasks that answer the requests of one event loop, each one request after the other. Only on that loop.
///
/// A task brings its memory with it: when it ends, all of that goes back piece by piece, and the next one gets other pieces.
/// A worker that has answered is the first to get the next request, so few of them, whose memory the processor has at hand,
/// serve all that is answered without waiting; who waits for something keeps its worker meanwhile.
final class RequestWorkers {
  /// Workers that wait for a request; the others end when they have answered. What one keeps is what its largest request
  /// needed, 16 KiB as a rule: 2 MiB for all. Durable runs wait for their commits, some hundred at a time.
  static let idleLimit = 128

  private final class Worker {
    var task: Task<Void, Never>?
    var waiting: UnsafeContinuation<AnswerWriter?, Never>?
  }

  private let executor: EventLoopExecutor
  private var idle: [Worker] = []
  private var isStopped = false

  var idleCount: Int { idle.count }

  init(executor: EventLoopExecutor) {
    self.executor = executor
  }

  /// Has the request answered by a task, whose owner is from now on whoever called: until the answer is complete, that is
  /// the request's task and may be cancelled. A worker that was does no further work.
  func serve(_ writer: AnswerWriter, by transport: Transport) -> Task<Void, Never> {
    if let worker = idle.popLast(), let task = worker.task, let waiting = worker.waiting {
      worker.waiting = nil
      waiting.resume(returning: writer)
      return task
    }
    let worker = Worker()
    let bound = NIOLoopBound((self, worker), eventLoop: executor.eventLoop)
    let task = Task(executorPreference: executor) {
      var next: AnswerWriter? = writer
      while let writer = next {
        await transport.serve(writer)
        let (workers, worker) = bound.value
        next = await workers.next(for: worker)
      }
    }
    worker.task = task
    return task
  }

  private func next(for worker: Worker) async -> AnswerWriter? {
    if isStopped || Task.isCancelled || idle.count >= Self.idleLimit { return nil }
    return await withUnsafeContinuation { continuation in
      worker.waiting = continuation
      idle.append(worker)
    }
  }

  /// Ends all workers, those at work when they have answered.
  func stop() {
    isStopped = true
    for worker in idle {
      worker.waiting?.resume(returning: nil)
      worker.waiting = nil
    }
    idle = []
  }
}
