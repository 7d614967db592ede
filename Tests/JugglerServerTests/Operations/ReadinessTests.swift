import AsyncPatterns
import HTTPTypes
import Hummingbird
import JSON
import Juggler
import JugglerServer
import JugglerTelemetry
import JugglerTesting
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

/// What `/readyz` and `/healthz` say, of a store and of event loops that fail when a test says so, on virtual time.
struct ReadinessTests {
  /// A store that fails, or does not answer, while it is told to.
  final class Weather: Sendable {
    enum Kind { case fine, failing, hanging }
    private let kind = Mutex(Kind.fine)
    private let asked = Atomic(0)

    var now: Kind {
      get { kind.withLock { $0 } }
      set { kind.withLock { $0 = newValue } }
    }
    var count: Int { asked.load(ordering: .relaxed) }

    func store(_ clock: ManualClock) -> any RunStore {
      FaultingStore(InMemoryStore()) { [self] operation async throws(StoreError) in
        guard case .register = operation else { return }
        asked.wrappingAdd(1, ordering: .relaxed)
        switch now {
        case .fine: break
        case .failing: throw StoreError(.unavailable, "the disk is full")
        case .hanging: while now == .hanging { try? await clock.sleep(for: .milliseconds(100)) }
        }
      }
    }
  }

  /// What a body writes.
  final class Text: ResponseBodyWriter {
    private let written = Mutex("")
    var value: String { written.withLock { $0 } }
    func write(_ buffer: ByteBuffer) async throws { written.withLock { $0 += String(buffer: buffer) } }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }

  /// A server's event loops, and the time outside of them.
  struct Loops {
    let loop = NIOAsyncTestingEventLoop()
    let monitor: LoopMonitor
    private let wall: Wall

    final class Wall: Sendable {
      private let time = Mutex(NIODeadline.uptimeNanoseconds(0))
      var now: NIODeadline { time.withLock { $0 } }
      func pass(_ amount: TimeAmount) { time.withLock { $0 = $0 + amount } }
    }

    init() {
      let wall = Wall()
      self.wall = wall
      monitor = LoopMonitor(loop, registry: PrometheusRegistry()) { wall.now }
      monitor.start()
    }

    /// Time passes, and the loop does nothing.
    func hang(_ amount: TimeAmount) { wall.pass(amount) }

    /// Does all that is due.
    func work() async { await loop.advanceTime(to: wall.now) }
  }

  struct Operator: Sendable {
    let endpoints: [Endpoint]
    let time: VirtualTime
    let weather: Weather
    let loops: Loops
    let readiness: Readiness

    /// Calls the endpoint itself: a router would answer on another executor, which virtual time does not see.
    func ask(_ path: String) async throws -> Answer {
      let endpoint = try #require(endpoints.first { $0.path == path })
      let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: Logger(label: "test"))
      let head = HTTPRequest(method: .get, scheme: "http", authority: "x", path: path)
      let response = try await endpoint.reply(
        Request(head: head, body: RequestBody(buffer: ByteBuffer())), ServerRequestContext(source: source)
      ).response
      let text = Text()
      try await response.body.write(text)
      return Answer(status: response.status, headers: response.headers, text: text.value)
    }

    /// Until results count no more.
    func later() async throws { try await time.clock.sleep(for: .seconds(1)) }
  }

  static func run(_ body: @escaping @Sendable (Operator) async throws -> Void) async throws {
    try await VirtualTime.run { time in
      let weather = Weather()
      let store = weather.store(time.clock)
      let loops = Loops()
      let readiness = Readiness(
        loops: loops.monitor,
        checks: [
          Readiness.Check("store") { try await store.checkWritable() }, Readiness.Check("other") { "2 served" },
        ], clock: time.clock)
      let endpoints = OperationsEndpoints.all(readiness: readiness, registry: PrometheusRegistry())
      try await withThrowingTaskGroup { group in
        group.addTask { await readiness.run() }
        defer { group.cancelAll() }
        try await body(
          Operator(endpoints: endpoints, time: time, weather: weather, loops: loops, readiness: readiness))
      }
    }
  }

  static func entry(_ name: String, _ answer: Answer) -> JSONValue { answer.json["checks"]?[name] ?? .null }

  @Test func aServerThatCanWorkIsReady() async throws {
    try await Self.run { server in
      let answer = try await server.ask("/readyz")
      #expect(answer.status == .ok)
      #expect(answer.headers[.contentType] == "application/json")
      #expect(answer.json["status"] == "ok")
      #expect(Self.entry("accepting", answer) == ["status": "ok"])
      #expect(Self.entry("eventLoops", answer) == ["status": "ok"])
      #expect(Self.entry("store", answer)["status"] == "ok")
      #expect(Self.entry("other", answer) == ["status": "ok", "detail": "2 served"])
    }
  }

  @Test func aStoreThatCannotBeWrittenIsNamedUntilItCan() async throws {
    try await Self.run { server in
      server.weather.now = .failing
      let answer = try await server.ask("/readyz")
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.json["status"] == "failing")
      #expect(Self.entry("store", answer) == ["status": "failing", "detail": "the disk is full"])
      #expect(Self.entry("eventLoops", answer) == ["status": "ok"])
      #expect(Self.entry("other", answer)["status"] == "ok")
      // A restart would not mend it.
      try await #expect(server.ask("/healthz").status == .ok)
      server.weather.now = .fine
      try await server.later()
      try await #expect(server.ask("/readyz").status == .ok)
    }
  }

  @Test func aStoreThatDoesNotAnswerHoldsUpNobody() async throws {
    try await Self.run { server in
      server.weather.now = .hanging
      let start = server.time.clock.now
      let answer = try await server.ask("/readyz")
      #expect(start.duration(to: server.time.clock.now) == .seconds(2))
      #expect(answer.status == .serviceUnavailable)
      #expect(Self.entry("store", answer) == ["status": "failing", "detail": "no answer within 2 s"])
      server.weather.now = .fine
      try await server.later()
      try await #expect(server.ask("/readyz").status == .ok)
    }
  }

  @Test func theStoreIsWrittenAtMostOnceASecond() async throws {
    try await Self.run { server in
      for _ in 0..<10 { _ = try await server.ask("/readyz") }
      #expect(server.weather.count == 1)
      // What was found counts as long.
      server.weather.now = .failing
      try await #expect(server.ask("/readyz").status == .ok)
      try await server.later()
      try await #expect(server.ask("/readyz").status == .serviceUnavailable)
      #expect(server.weather.count == 2)
    }
  }

  @Test func anEventLoopThatIsStuckIsNamedUntilItWorks() async throws {
    try await Self.run { server in
      // Up to five seconds beyond the quarter of a second in which it is to be seen.
      server.loops.hang(.milliseconds(5250))
      try await #expect(server.ask("/readyz").status == .ok)
      server.loops.hang(.seconds(1))
      for path in ["/readyz", "/healthz"] {
        let answer = try await server.ask(path)
        #expect(answer.status == .serviceUnavailable)
        #expect(
          Self.entry("eventLoops", answer) == ["status": "failing", "detail": "loop 0 has not answered for 6 s"])
      }
      try await #expect(Self.entry("store", server.ask("/readyz"))["status"] == "ok")
      await server.loops.work()
      for path in ["/readyz", "/healthz"] { try await #expect(server.ask(path).status == .ok) }
    }
  }

  @Test func aServerThatStopsIsAliveAndNotReady() async throws {
    try await Self.run { server in
      server.readiness.beginDraining()
      let answer = try await server.ask("/readyz")
      #expect(answer.status == .serviceUnavailable)
      #expect(Self.entry("accepting", answer) == ["status": "failing", "detail": "the server is shutting down"])
      try await #expect(server.ask("/healthz").status == .ok)
    }
  }
}
