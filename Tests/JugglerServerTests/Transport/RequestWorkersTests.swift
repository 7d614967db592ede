import AsyncPatterns
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import NIOPosix
import Synchronization
import Testing

@testable import JugglerServer

@Suite struct RequestWorkersTests {
  /// A connection that has one request and counts its answers. Only on the event loop.
  private final class Connection: AnsweringHandler {
    var exchange: Int? = 0
    var incoming: IncomingRequest?
    let answered: Gate

    init(_ path: String, answered: Gate) {
      let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path)
      incoming = IncomingRequest(
        request: Request(head: head, body: RequestBody(buffer: ByteBuffer())), wholeBody: ByteBuffer(),
        channel: NIOAsyncTestingChannel())
      self.answered = answered
    }

    func takeRequest() -> IncomingRequest? { incoming.take() }
    func answer(json: inout ByteBuffer) -> Bool { false }
    func start(_ head: HTTPResponse, length: Int?) -> Bool { true }
    func write(_ bytes: ByteBuffer) -> Bool { true }
    func finish(_ trailers: HTTPFields?) { answered.arrive() }
    func breakOff() {}
    func waitUntilWritable(_ continuation: CheckedContinuation<Void, any Error>) { continuation.resume() }
    func stopWaitingUntilWritable() {}
  }

  /// Whether requests were cancelled when they were answered.
  private final class Seen: Sendable {
    let cancelled = Mutex<[Bool]>([])
  }

  /// An event loop with workers, and a gate that holds requests for `/held`.
  private final class Bench: Sendable {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let held = Gate()
    let (release, released) = Promise<Void>.make()
    let seen = Seen()
    let workers: NIOLoopBoundBox<RequestWorkers>
    let transport: Transport

    init() {
      let loop = loop
      workers = .makeBoxSendingValue(RequestWorkers(executor: EventLoopExecutor(loop)), eventLoop: loop)
      transport = Transport(
        load: ServerLoad(ServerLimits()), logger: Logger(label: "test"), isSecure: false
      ) { [held, released, seen] request, _ in
        if request.uri.path == "/held" {
          held.arrive()
          try? await released.value
        }
        seen.cancelled.withLock { $0.append(Task.isCancelled) }
        return .whole(PlainAnswer(head: HTTPResponse(status: .ok), body: ByteBuffer(string: "x")))
      }
    }

    func serve(_ path: String, _ answered: Gate) async throws -> Task<Void, Never> {
      try await loop.submit { [self] in
        let writer = AnswerWriter(Connection(path, answered: answered), eventLoop: loop)
        return workers.value.serve(writer, by: transport)
      }.get()
    }

    /// Also once the worker is back.
    func answer(_ path: String = "/") async throws -> Task<Void, Never> {
      let answered = Gate()
      let task = try await serve(path, answered)
      await answered.reached()
      try await settle()
      return task
    }

    /// What the loop's tasks have to do without waiting is done.
    func settle() async throws { for _ in 0..<10 { try await loop.submit {}.get() } }

    func idle() async throws -> Int { try await loop.submit { [self] in workers.value.idleCount }.get() }
  }

  @Test func oneWorkerAnswersOneRequestAfterTheOther() async throws {
    let bench = Bench()
    let tasks = [try await bench.answer(), try await bench.answer(), try await bench.answer()]
    #expect(Set(tasks).count == 1)
    #expect(try await bench.idle() == 1)
  }

  @Test func whoIsBusyKeepsItsWorkerToItself() async throws {
    let bench = Bench()
    let answered = Gate()
    let busy = try await bench.serve("/held", answered)
    await bench.held.reached()
    #expect(try await bench.answer() != busy)
    bench.release.succeed()
    await answered.reached()
    try await bench.settle()
    #expect(try await bench.idle() == 2)
  }

  @Test func aWorkerThatWasCancelledDoesNothingMore() async throws {
    let bench = Bench()
    let answered = Gate()
    let gone = try await bench.serve("/held", answered)
    await bench.held.reached()
    gone.cancel()
    bench.release.succeed()
    await gone.value
    #expect(try await bench.answer() != gone)
    #expect(bench.seen.cancelled.withLock { $0 } == [true, false])
    #expect(try await bench.idle() == 1)
  }

  @Test func onlySomeWaitForMore() async throws {
    let bench = Bench()
    var all: [Gate] = []
    for _ in 0..<RequestWorkers.idleLimit + 20 {
      let answered = Gate()
      all.append(answered)
      _ = try await bench.serve("/held", answered)
    }
    bench.release.succeed()
    for answered in all { await answered.reached() }
    try await bench.settle()
    #expect(try await bench.idle() == RequestWorkers.idleLimit)
  }

  @Test func allEndWhenTheyAreToldTo() async throws {
    let bench = Bench()
    let idle = try await bench.answer()
    let answered = Gate()
    let other = try await bench.serve("/held", answered)
    #expect(idle == other)
    let busy = try await bench.serve("/held", Gate())
    try await bench.loop.submit { bench.workers.value.stop() }.get()
    bench.release.succeed()
    await busy.value
    await other.value
    #expect(try await bench.idle() == 0)
  }
}
