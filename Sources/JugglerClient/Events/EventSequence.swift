import AsyncHTTPClient
import JSON
public import JugglerAPI
import NIOCore
import NIOHTTP1

/// CloudEvents as a server tells them, from one place on and without a gap: a connection that breaks is made anew where it
/// was. It ends with the run that it is of; that of all runs does not end.
///
/// What happens to tasks while they run is told only to those who are connected at that moment.
public struct EventSequence: AsyncSequence, Sendable {
  public typealias Element = CloudEvent

  let client: WorkflowClient
  let run: String?
  let types: Set<String>
  let lastEventID: String?

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(client: client, run: run, types: types, lastEventID: lastEventID)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private let client: WorkflowClient
    private let run: String?
    private let types: Set<String>
    private var parser: ServerSentEventParser
    private var body: HTTPClientResponse.Body.AsyncIterator?
    private var waiting: ArraySlice<ServerSentEvent> = []
    private var failures = 0
    private var hasEnded = false
    /// The id of the newest event that has one: with it, another sequence goes on from there.
    public private(set) var lastEventID: String?

    init(client: WorkflowClient, run: String?, types: Set<String>, lastEventID: String?) {
      self.client = client
      self.run = run
      self.types = types
      self.lastEventID = lastEventID
      parser = ServerSentEventParser(lastID: lastEventID)
    }

    /// - Throws: `ProblemDetails` when the server refuses; it does not throw because a connection broke.
    public mutating func next() async throws -> CloudEvent? {
      while !hasEnded {
        if let event = waiting.popFirst() {
          lastEventID = event.id
          if let event = try? CloudEvent(json: JSONValue(parsing: event.data)) { return event }
          continue
        }
        do {
          try await readMore()
        } catch let error where error.isPassing {
          body = nil
          failures += 1
          try await client.configuration.clock.sleep(for: pause)
        }
      }
      return nil
    }

    /// Connects, so that nothing is missed that happens from when this returns; otherwise the first `next` does so.
    ///
    /// - Throws: `ProblemDetails` when the server refuses, `ClientError` when it cannot be reached.
    public mutating func connect() async throws { if body == nil { try await open() } }

    private mutating func readMore() async throws {
      guard body != nil else { return try await open() }
      let piece: ByteBuffer?
      do {
        piece = try await body?.next(isolation: #isolation)
      } catch {
        if error is CancellationError || Task.isCancelled { throw CancellationError() }
        throw ClientError(.unreachable, "the event stream of \(client.url) broke: \(error)", cause: error)
      }
      guard let piece else {
        // The stream of a run that is over ends, and is then answered with 204; else the server restarts.
        body = nil
        if failures > 0 || run == nil { try await client.configuration.clock.sleep(for: pause) }
        failures += 1
        return
      }
      failures = 0
      waiting = parser.read(piece.readableBytesView)[...]
    }

    private mutating func open() async throws {
      var request = APIRequest(.GET, run.map { ["api", "v1", "runs", $0, "events"] } ?? ["api", "v1", "events"])
      request.headers.append(("accept", "text/event-stream"))
      if let lastEventID = parser.lastID { request.headers.append(("last-event-id", lastEventID)) }
      for type in types.sorted() { request.query.append(("type", type)) }
      let response = try await client.open(request)
      switch response.status.code {
      case 200:
        parser = ServerSentEventParser(lastID: parser.lastID)
        body = response.body.makeAsyncIterator()
      case 204: hasEnded = true
      default:
        let bytes = try? await response.body.collect(upTo: 1 << 20)
        throw client.problem(response, bytes.map { Array($0.readableBytesView) } ?? [], request)
      }
    }

    /// What the server asked for, doubled with each failure, up to half a minute.
    private var pause: Duration {
      .milliseconds(Swift.min(30_000, (parser.retryDelay ?? 1000) << Swift.min(Swift.max(0, failures - 1), 5)))
    }
  }
}
