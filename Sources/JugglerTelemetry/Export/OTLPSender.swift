import AsyncHTTPClient
package import AsyncPatterns
import JSON
import NIOCore
import NIOHTTP1

/// Where telemetry of one signal goes by OTLP/HTTP, and how often that is tried.
package struct OTLPDestination: Sendable {
  /// As it is requested: `http://localhost:4318/v1/traces`.
  package var url: String
  package var headers: [(String, String)]
  /// Of each request.
  package var timeout: Duration
  package var compression: OTLPCompression
  package var certificates = OTLPCertificates()
  package var retry: RetryPolicy

  package init(
    url: String, headers: [(String, String)] = [], timeout: Duration = .seconds(10),
    compression: OTLPCompression = .none,
    retry: RetryPolicy = RetryPolicy(
      maxAttempts: 5, backoff: .exponential(initial: .seconds(1), factor: 2, max: .seconds(16)))
  ) {
    self.url = url
    self.headers = headers
    self.timeout = timeout
    self.compression = compression
    self.retry = retry
    self.retry.shouldRetry = { ($0 as? OTLPError)?.isTransient ?? true }
    self.retry.serverDelay = { ($0 as? OTLPError)?.retryAfter }
  }
}

/// What a collector answered that took nothing.
package struct OTLPError: Error, Sendable, CustomStringConvertible {
  package var status: UInt
  package var retryAfter: Duration?
  package var detail: String

  /// "Retryable Response Codes" of the protocol's specification.
  var isTransient: Bool { [429, 502, 503, 504].contains(status) }
  package var description: String { detail.isEmpty ? "status \(status)" : "status \(status): \(detail)" }
}

/// Sends requests to a collector.
struct OTLPSender<C: Clock<Duration>>: Sendable {
  let destination: OTLPDestination
  let client: HTTPClient
  let clock: C

  /// - Returns: how many items the collector refused of those it took.
  func send(_ body: JSONValue) async throws -> Int {
    let bytes = try destination.compression.encode(ByteBuffer(bytes: body.serializedBytes()))
    return try await retry(destination.retry, clock: clock) { _ in try await sendOnce(bytes) }
  }

  private func sendOnce(_ body: ByteBuffer) async throws -> Int {
    var request = HTTPClientRequest(url: destination.url)
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/json")
    if let encoding = destination.compression.contentEncoding {
      request.headers.add(name: "content-encoding", value: encoding)
    }
    for (name, value) in destination.headers { request.headers.replaceOrAdd(name: name, value: value) }
    request.body = .bytes(body)
    let response = try await client.execute(
      request, timeout: .nanoseconds(Int64(destination.timeout / .nanoseconds(1))))
    let answer = try await response.body.collect(upTo: 1 << 20)
    guard (200..<300).contains(response.status.code) else {
      let seconds = response.headers.first(name: "retry-after").flatMap { Int64($0) }
      throw OTLPError(
        status: response.status.code, retryAfter: seconds.map { .seconds(min($0, 60)) },
        detail: String(String(buffer: answer).prefix(200)))
    }
    return Self.refused(answer)
  }

  /// `partialSuccess` of the answer.
  private static func refused(_ answer: ByteBuffer) -> Int {
    guard answer.readableBytes > 0, let json = try? JSONValue(parsing: Array(answer.readableBytesView)),
      case .object(let object) = json, case .object(let partial)? = object["partialSuccess"]
    else { return 0 }
    for name in ["rejectedSpans", "rejectedDataPoints"] {
      switch partial[name] {
      case .string(let text): return Int(text) ?? 0
      case .integer(let number): return Int(number)
      default: continue
      }
    }
    return 0
  }
}
