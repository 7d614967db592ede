import NIOCore

/// What the connections of one event loop share. Only on that loop.
final class LoopContext {
  /// How often deadlines are checked and the date is renewed.
  static let tick = TimeAmount.milliseconds(500)

  let eventLoop: any EventLoop
  let executor: EventLoopExecutor
  let workers: RequestWorkers
  /// Ticks since the beginning: the clock of the connections' deadlines.
  private(set) var now = 0
  /// The value of the `Date` field.
  private(set) var date: String
  private var second = 0
  private var connections: [any LoopConnection] = []
  private var ticking: RepeatedTask?
  private var drained: EventLoopPromise<Void>?

  init(eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
    executor = EventLoopExecutor(eventLoop)
    workers = RequestWorkers(executor: executor)
    date = ""
    renewDate()
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    ticking = eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in bound.value.advance() }
  }

  func add(_ connection: any LoopConnection) {
    connection.place = connections.count
    connections.append(connection)
  }

  func remove(_ connection: any LoopConnection) {
    let place = connection.place
    guard place >= 0, place < connections.count else { return }
    connections.swapAt(place, connections.count - 1)
    connections[place].place = place
    connections.removeLast()
    connection.place = -1
    if connections.isEmpty, let drained {
      self.drained = nil
      drained.succeed()
    }
  }

  /// Ends every connection once it has answered what it has in hand.
  func drain() -> EventLoopFuture<Void> {
    let promise = drained ?? eventLoop.makePromise(of: Void.self)
    if connections.isEmpty {
      promise.succeed()
    } else {
      drained = promise
      for connection in connections { connection.drain() }
    }
    return promise.futureResult
  }

  /// Ends every connection now.
  func abort() {
    for connection in connections { connection.abort() }
  }

  func stop() {
    ticking?.cancel()
    ticking = nil
    workers.stop()
  }

  static func ticks(_ duration: Duration) -> Int {
    max(1, Int((duration / .nanoseconds(tick.nanoseconds)).rounded(.up)))
  }

  private func advance() {
    now += 1
    renewDate()
    for connection in connections { connection.check(at: now) }
  }

  private func renewDate() {
    let seconds = HTTPDate.seconds
    guard seconds != second else { return }
    second = seconds
    date = HTTPDate.text(seconds)
  }
}

/// A connection as its event loop sees it.
protocol LoopConnection: AnyObject {
  /// Where it stands in the loop's list.
  var place: Int { get set }
  /// Ends what takes longer than it may.
  func check(at now: Int)
  /// Ends once what is in hand is answered.
  func drain()
  /// Ends now.
  func abort()
}
