/// What a server accepts before it refuses, so that no client can make it grow or keep it from the others.
///
/// Times are checked twice a second: they are kept to within half a second.
package struct ServerLimits: Sendable, Hashable {
  /// Bytes of a request's body; more is answered with 413.
  package var bodySize = 16 << 20
  /// Bytes of a request's line and header fields together; more is answered with 431.
  package var headerSize = 64 << 10
  /// Header fields of a request; more is answered with 431.
  package var headerCount = 128

  /// Open connections; the next one is answered with 503 and closed. Fewer where the system lets the process open fewer
  /// files; the server raises its soft limit to the hard one.
  package var connections = 20_000
  /// Requests between their head and the beginning of their answer; the next one is answered with 503.
  package var concurrentRequests = 8192
  /// Bytes of request bodies held in memory at once; the next body is answered with 503.
  package var bufferedBytes = 256 << 20
  /// Requests that one client address may make; `nil` for any number.
  package var client: ClientLimit?

  /// From a connection's beginning to the end of its first request's header.
  package var headerTimeout = Duration.seconds(15)
  /// For a request's body, on top of one second for every ``bodyRate`` bytes received.
  package var bodyTimeout = Duration.seconds(20)
  /// Bytes a second that a body must keep up beyond ``bodyTimeout``.
  package var bodyRate = 512
  /// From an answer to the end of the next request's header.
  package var idleTimeout = Duration.seconds(75)
  /// How long a client may leave what was sent to it unread.
  package var writeTimeout = Duration.seconds(30)

  package init() {}
}

/// How many requests one client may make.
package struct ClientLimit: Sendable, Hashable {
  /// Requests a second in the long run; the next one is answered with 429.
  package var rate: Double
  /// Requests at once after a pause.
  package var burst: Int
  /// Requests that are being answered at the same time; `nil` for any number.
  package var concurrency: Int?

  package init(rate: Double, burst: Int, concurrency: Int? = nil) {
    self.rate = rate
    self.burst = burst
    self.concurrency = concurrency
  }
}
