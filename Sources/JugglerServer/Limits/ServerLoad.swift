import Synchronization

/// How much a server has in hand, and whether it takes more.
package final class ServerLoad: Sendable {
  package let limits: ServerLimits
  private let openConnections = Atomic<Int>(0)
  private let waitingRequests = Atomic<Int>(0)
  private let openStreams = Atomic<Int>(0)
  private let heldBytes = Atomic<Int>(0)
  private let clients: ClientLimiter<ClientAddress>?

  package init(_ limits: ServerLimits) {
    self.limits = limits
    clients = limits.client.map { ClientLimiter($0) }
  }

  /// Connections that are open.
  package var connections: Int { openConnections.load(ordering: .relaxed) }
  /// Requests whose answer has not begun.
  package var requests: Int { waitingRequests.load(ordering: .relaxed) }
  /// Answers that are being written piece by piece, event streams above all.
  package var streams: Int { openStreams.load(ordering: .relaxed) }
  /// Bytes of request bodies in memory.
  package var bufferedBytes: Int { heldBytes.load(ordering: .relaxed) }

  /// Takes a connection in, unless there are too many.
  func admitConnection() -> Bool {
    let (_, count) = openConnections.wrappingAdd(1, ordering: .relaxed)
    if count <= limits.connections { return true }
    openConnections.wrappingSubtract(1, ordering: .relaxed)
    return false
  }

  func leaveConnection() { openConnections.wrappingSubtract(1, ordering: .relaxed) }

  /// Takes a request in, or says why not.
  ///
  /// - Parameter client: Who asks, when that matters.
  func admitRequest(from client: () -> ClientAddress) -> RequestRefusal? {
    let (_, count) = waitingRequests.wrappingAdd(1, ordering: .relaxed)
    var refusal: RequestRefusal?
    if count > limits.concurrentRequests {
      refusal = .overloaded("it answers as many requests at once as it may")
    } else if bufferedBytes > limits.bufferedBytes {
      refusal = .overloaded("it holds as many bytes of requests as it may")
    } else if let clients {
      refusal = clients.admit(client()).map { .tooMany(retryAfter: $0) }
    }
    if refusal != nil { waitingRequests.wrappingSubtract(1, ordering: .relaxed) }
    return refusal
  }

  /// A request's answer has begun, or its client has gone.
  ///
  /// - Parameter client: Who asked, when that mattered.
  func leaveRequest(from client: ClientAddress?) {
    waitingRequests.wrappingSubtract(1, ordering: .relaxed)
    if let clients, clients.limit.concurrency != nil, let client { clients.leave(client) }
  }

  func streamBegan() { openStreams.wrappingAdd(1, ordering: .relaxed) }

  func streamEnded() { openStreams.wrappingSubtract(1, ordering: .relaxed) }

  func hold(bytes: Int) { heldBytes.wrappingAdd(bytes, ordering: .relaxed) }

  func release(bytes: Int) { heldBytes.wrappingSubtract(bytes, ordering: .relaxed) }
}
