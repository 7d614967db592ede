internal import NIOCore
internal import Synchronization

/// The connections of one event loop to one server. Used on that loop only, but for what says otherwise.
final class ConnectionPool: @unchecked Sendable {
  let loop: any EventLoop
  private let route: Route
  private let opener: ConnectionOpener
  private let idleTimeout: TimeAmount
  private var connections: [ObjectIdentifier: ClientConnection] = [:]
  /// Those that were used last come last, and are used first.
  private var idle: [ClientConnection] = [] {
    didSet { idleCount.store(idle.count, ordering: .relaxed) }
  }
  private var isSweeping = false
  private var isShutDown = false
  private let idleCount = Atomic(0)
  /// Connections that are open, and those that are being opened.
  private let count = Atomic(0)

  init(_ route: Route, on loop: any EventLoop, opener: ConnectionOpener) {
    self.route = route
    self.loop = loop
    self.opener = opener
    idleTimeout = TimeAmount(opener.configuration.idleTimeout)
  }

  /// Called from any thread.
  var isEmpty: Bool { count.load(ordering: .acquiring) == 0 }

  /// Called from any thread: whether there is a connection for another request; a moment later there may be none.
  var hasIdle: Bool { idleCount.load(ordering: .relaxed) > 0 }

  /// Called from any thread.
  func perform(_ exchange: ClientExchange) async throws -> HTTPResponse {
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        if loop.inEventLoop {
          begin(exchange, continuation)
        } else {
          loop.execute { self.begin(exchange, continuation) }
        }
      }
    } onCancel: {
      loop.execute { exchange.cancel() }
    }
  }

  private func begin(_ exchange: ClientExchange, _ continuation: UnsafeContinuation<HTTPResponse, any Error>) {
    if exchange.begin(continuation) { send(exchange) }
  }

  private func send(_ exchange: ClientExchange) {
    // One that turns out to be closed has taken nothing of the request, so the next one gets it.
    while let connection = idle.popLast() {
      if connection.send(exchange) { return }
    }
    open(exchange)
  }

  private func open(_ exchange: ClientExchange) {
    guard !isShutDown else { return exchange.fail(ResponseError.shutDown) }
    count.wrappingAdd(1, ordering: .acquiringAndReleasing)
    opener.open(route, on: loop).whenComplete { result in
      switch result {
      case .failure(let error):
        self.count.wrappingSubtract(1, ordering: .acquiringAndReleasing)
        exchange.fail(error)
      case .success(let connection):
        self.add(connection)
        guard !exchange.isOver else { return self.keep(connection) }
        if !connection.send(exchange) { exchange.fail(ResponseError.noResponse) }
      }
    }
  }

  private func add(_ connection: ClientConnection) {
    connections[ObjectIdentifier(connection)] = connection
    connection.pool = self
    if isShutDown { connection.close() }
  }

  /// Takes a connection that can carry another request.
  func keep(_ connection: ClientConnection) {
    guard !isShutDown, connection.isOpen else { return connection.close() }
    connection.idleSince = .now()
    idle.append(connection)
    sweepLater(in: idleTimeout)
  }

  /// A connection was closed.
  func remove(_ connection: ClientConnection) {
    guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
    count.wrappingSubtract(1, ordering: .acquiringAndReleasing)
    idle.removeAll { $0 === connection }
  }

  /// One timer for all connections that nobody uses.
  private func sweepLater(in delay: TimeAmount) {
    guard !isSweeping else { return }
    isSweeping = true
    loop.scheduleTask(in: delay) { [weak self] in self?.sweep() }
  }

  private func sweep() {
    isSweeping = false
    let now = NIODeadline.now()
    for connection in idle.prefix(while: { $0.idleSince + idleTimeout <= now }) { connection.close() }
    if let oldest = idle.first { sweepLater(in: oldest.idleSince + idleTimeout - now) }
  }

  func shutDown() {
    isShutDown = true
    for connection in connections.values { connection.close() }
  }
}
