internal import NIOCore

/// All that the upstream remembers, guarded by its lock.
struct LoopbackState {
  struct Waiter {
    let id: Int
    let condition: @Sendable (LoopbackStatistics) -> Bool
    let continuation: CheckedContinuation<Void, any Error>
  }

  let recording: Bool
  var routes: [LoopbackRoute] = []
  var requests: [LoopbackRequest] = []
  private(set) var statistics = LoopbackStatistics()
  private var connections: [ObjectIdentifier: any Channel] = [:]
  private var stopped = false
  private var waiters: [Waiter] = []
  private var cancelledWaiters: Set<Int> = []
  private var lastWaiter = 0

  init(recording: Bool) { self.recording = recording }

  /// Counts the request, keeps it, and finds who answers it; with those whom it wakes.
  mutating func receive(_ request: inout LoopbackRequest) -> (answer: LoopbackUpstream.Handler?, woken: [Waiter]) {
    let path = LoopbackRoute.split(request.path)
    var answer: LoopbackUpstream.Handler?
    for index in routes.indices.reversed() {
      guard let parameters = routes[index].parameters(method: request.method, path: path) else { continue }
      request.parameters = parameters
      request.index = routes[index].requests
      routes[index].requests += 1
      answer = routes[index].answer
      break
    }
    if recording { requests.append(request) }
    statistics.received += 1
    statistics.active += 1
    statistics.mostActive = max(statistics.mostActive, statistics.active)
    return (answer, wake())
  }

  mutating func finish(answered: Bool) -> [Waiter] {
    statistics.active -= 1
    if answered { statistics.answered += 1 } else { statistics.abandoned += 1 }
    return wake()
  }

  /// Whether the connection may stay.
  mutating func open(_ channel: any Channel) -> Bool {
    guard !stopped else { return false }
    statistics.connections += 1
    connections[ObjectIdentifier(channel)] = channel
    return true
  }

  mutating func close(_ channel: any Channel) { connections[ObjectIdentifier(channel)] = nil }

  mutating func stop() -> [any Channel] {
    stopped = true
    return Array(connections.values)
  }

  mutating func nextWaiter() -> Int {
    lastWaiter += 1
    return lastWaiter
  }

  /// Keeps the waiter, or says with what to resume it at once.
  mutating func wait(_ waiter: Waiter) -> Result<Void, any Error>? {
    if cancelledWaiters.remove(waiter.id) != nil { return .failure(CancellationError()) }
    if waiter.condition(statistics) { return .success(()) }
    waiters.append(waiter)
    return nil
  }

  mutating func cancelWaiter(_ id: Int) -> Waiter? {
    guard let index = waiters.firstIndex(where: { $0.id == id }) else {
      cancelledWaiters.insert(id)
      return nil
    }
    return waiters.remove(at: index)
  }

  private mutating func wake() -> [Waiter] {
    guard !waiters.isEmpty else { return [] }
    let woken = waiters.filter { $0.condition(statistics) }
    if !woken.isEmpty { waiters.removeAll { waiter in woken.contains { $0.id == waiter.id } } }
    return woken
  }
}
