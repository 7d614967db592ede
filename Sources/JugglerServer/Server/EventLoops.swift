import NIOCore

/// The event loops of a server, with what their connections share.
struct EventLoops: Sendable {
  private let contexts: [ObjectIdentifier: NIOLoopBound<LoopContext>]

  init(_ group: any EventLoopGroup) async throws {
    var contexts: [ObjectIdentifier: NIOLoopBound<LoopContext>] = [:]
    for eventLoop in group.makeIterator() {
      contexts[ObjectIdentifier(eventLoop)] = try await eventLoop.submit {
        NIOLoopBound(LoopContext(eventLoop: eventLoop), eventLoop: eventLoop)
      }.get()
    }
    self.contexts = contexts
  }

  /// Only on that event loop, which is one of the server's.
  subscript(eventLoop: any EventLoop) -> LoopContext? { contexts[ObjectIdentifier(eventLoop)]?.value }

  /// Returns when all connections have ended, which those are made to that are left after `timeout`.
  func drain(within timeout: Duration) async {
    let deadline = NIODeadline.now() + .nanoseconds(Int64(timeout / .nanoseconds(1)))
    await withDiscardingTaskGroup { group in
      for (_, context) in contexts {
        group.addTask {
          let drained = context.eventLoop.flatSubmit {
            let abort = context.eventLoop.scheduleTask(deadline: deadline) { context.value.abort() }
            return context.value.drain().always { _ in abort.cancel() }
          }
          await withTaskCancellationHandler {
            try? await drained.get()
          } onCancel: {
            context.eventLoop.execute { context.value.abort() }
          }
        }
      }
    }
  }

  func stop() async {
    for (_, context) in contexts { try? await context.eventLoop.submit { context.value.stop() }.get() }
  }
}
