import HTTPTypes
import Hummingbird
import Juggler

extension APIService {
  var eventEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/api/v1/runs/{id}/events", scope: .read, description: Descriptions.runEvents) { [self] in
        try await runEvents($0, $1)
      },
      Endpoint(.get, "/api/v1/events", scope: .read, description: Descriptions.events) { [self] in
        try await allEvents($0, $1)
      },
      Endpoint(.post, "/api/v1/events", scope: .run, description: Descriptions.publish) { [self] in
        try await publish($0, $1)
      },
    ]
  }

  private func runEvents(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let id = try context.run()
    let record = try await record(id)
    let (start, types) = try await place(request)
    if record.status.isFinal, let start {
      // Whoever has seen the end need not come back: for an `EventSource`, this status says so.
      let rest = try await store.feed(of: id, after: start.journal, limit: 1)
      if rest.isEmpty { return Response(status: .noContent) }
    }
    return stream(EventStream(feed: feed, store: store, run: id, types: types, start: start ?? EventCursor()))
  }

  private func allEvents(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let (given, types) = try await place(request)
    let start: EventCursor
    if let given { start = given } else { start = EventCursor(try await store.feedPositions()) }
    return stream(EventStream(feed: feed, store: store, run: nil, types: types, start: start))
  }

  /// From where on the client wants events, and of what types.
  private func place(_ request: Request) async throws -> (EventCursor?, Set<String>) {
    _ = try Accept(request).choose(MediaTypes.eventStream)
    let query = try Query(request)
    let types = Set(query.all("type").filter { !$0.isEmpty })
    // An empty one is what a client sends that has seen nothing.
    let texts = [request.headers[.lastEventID], try query.text("lastEventId")].compactMap { $0 }.filter { !$0.isEmpty }
    let cursors = try texts.map { text in
      guard let cursor = EventCursor(text) else {
        throw Problem(
          .badRequest,
          "Last-Event-ID: expected the id of an event of this stream, such as 17-3, found '\(text.prefix(60))'")
      }
      return cursor
    }
    guard let cursor = cursors.first else { return (nil, types) }
    // A store that begins anew, as one in memory does, knows nothing of an id that it gave before: all of it is new.
    let end = EventCursor(try await store.feedPositions())
    return (end.covers(cursor) ? cursor : EventCursor(), types)
  }

  private func stream(_ stream: EventStream) -> Response {
    let headers: HTTPFields = [
      .contentType: MediaTypes.eventStream, .cacheControl: "no-store", .xAccelBuffering: "no",
    ]
    let body = ResponseBody { writer in
      try await stream.write(to: &writer)
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }
}

extension HTTPField.Name {
  static let lastEventID = Self("Last-Event-ID")!
  static let xAccelBuffering = Self("X-Accel-Buffering")!
}
