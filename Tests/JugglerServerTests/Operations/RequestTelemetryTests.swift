import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import JugglerServer
import JugglerTelemetry
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import Testing
import Tracing

/// Against W3C Trace Context and OpenTelemetry's semantic conventions for spans of HTTP servers.
struct RequestTelemetryTests {
  static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  let spans = RecordedSpans()
  let registry = PrometheusRegistry()
  let seen = Tags()

  /// The trace that an endpoint's runs would have.
  final class Tags: Sendable {
    private let tags = Mutex<[String: String]>([:])
    var value: [String: String] {
      get { tags.withLock { $0 } }
      set { tags.withLock { $0 = newValue } }
    }
  }

  func telemetry(recording: Bool, ratio: Double = 1) -> RequestTelemetry {
    RequestTelemetry(
      metrics: RequestMetrics(registry),
      tracer: recording ? SpanTracer(sampler: Sampler(ratio: ratio), sink: spans) : nil)
  }

  func send(
    _ path: String, _ headers: [String: String] = [:], recording: Bool = true, ratio: Double = 1
  ) async throws -> HTTPResponse.Status {
    let endpoints = [
      Endpoint(.get, "/things/{id}", scope: nil, description: [:]) { [seen] request, context in
        seen.value = TraceContext.currentTags
        if context.parameters.get("id") == "broken" { throw HTTPError(.internalServerError) }
        return Response(status: .ok)
      }
    ]
    let responder = APIResponder(endpoints, telemetry: telemetry(recording: recording, ratio: ratio))
    var fields = HTTPFields()
    for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
    return try await Application(responder: responder).test(.router) { [fields] client in
      try await client.executeRequest(uri: path, method: .get, headers: fields, body: nil).status
    }
  }

  func counts(_ route: String, _ status: Int) -> Bool {
    String(decoding: registry.exposition(), as: UTF8.self).split(separator: "\n").contains {
      $0 == #"juggler_http_requests_total{method="GET",route="\#(route)",status="\#(status)"} 1"#
    }
  }

  @Test func aRequestGoesOnWithTheTraceOfItsClient() async throws {
    _ = try await send("/things/7", ["traceparent": Self.parent, "tracestate": "vendor=x"])
    let span = try #require(spans.all.first)
    #expect(spans.all.count == 1)
    #expect(span.context.trace.description == "0af7651916cd43dd8448eb211c80319c")
    #expect(span.parent?.description == "b7ad6b7169203331")
    #expect(span.context.span != span.parent)
    #expect(span.context.state == "vendor=x")
    // Runs hang from the request's span.
    #expect(seen.value == ["traceparent": span.context.traceparent, "tracestate": "vendor=x"])
  }

  @Test func aSpanSaysWhatWasAskedByItsRoute() async throws {
    _ = try await send("/things/7?secret=1")
    let span = try #require(spans.all.first)
    #expect(span.name == "GET /things/{id}")
    #expect(span.kind == .server)
    #expect(
      span.facts == [
        "http.request.method": "GET", "http.response.status_code": "200", "http.route": "/things/{id}",
      ])
    // "Span Status MUST be left unset if HTTP status code was in the 1xx, 2xx, 3xx or 4xx range."
    #expect(span.status == nil)
    #expect(span.parent == nil)
    #expect(span.start <= span.end)
    #expect(counts("/things/{id}", 200))
  }

  @Test func aPathThatIsNotThereHasNoRoute() async throws {
    try await #expect(send("/nothing/here") == .notFound)
    let span = try #require(spans.all.first)
    #expect(span.name == "GET")
    #expect(span.facts == ["http.request.method": "GET", "http.response.status_code": "404"])
    #expect(span.status == nil)
    #expect(counts("unknown", 404))
  }

  @Test func anErrorOfTheServerIsOneOfItsSpan() async throws {
    try await #expect(send("/things/broken") == .internalServerError)
    let span = try #require(spans.all.first)
    #expect(span.facts["http.response.status_code"] == "500")
    #expect(span.status?.code == .error)
    #expect(counts("/things/{id}", 500))
  }

  @Test func aClientThatHangsUpIsCountedAs499() async throws {
    let channel = EmbeddedChannel()
    let context = ServerRequestContext(
      source: ApplicationRequestContextSource(channel: channel, logger: Logger(label: "test")))
    let request = Request(
      head: HTTPRequest(method: .get, scheme: "http", authority: "x", path: "/slow"),
      body: RequestBody(buffer: ByteBuffer()))
    let slow = Endpoint(
      .get, "/slow", scope: nil, description: [:],
      handler: { _, _ in
        try Task.checkCancellation()
        return Response(status: .ok)
      })
    let responder = APIResponder([slow], telemetry: telemetry(recording: true))
    let answering = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await responder.respond(to: request, context: context)
    }
    _ = try await answering.value
    #expect(spans.all.first?.facts["http.response.status_code"] == "499")
    #expect(spans.all.first?.status == nil)
    #expect(counts("/slow", 499))
  }

  @Test func aClientThatDecidedAgainstRecordingIsFollowed() async throws {
    let unsampled = Self.parent.dropLast(2) + "00"
    _ = try await send("/things/7", ["traceparent": String(unsampled)])
    #expect(spans.all.isEmpty)
    #expect(seen.value["traceparent"]?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
    #expect(seen.value["traceparent"]?.hasSuffix("-00") == true)
  }

  @Test func aTraceThatBeginsHereIsSampledByItsShare() async throws {
    _ = try await send("/things/7", ratio: 0)
    #expect(spans.all.isEmpty)
    _ = try await send("/things/7", ["traceparent": Self.parent], ratio: 0)
    #expect(spans.all.count == 1)
  }

  @Test(arguments: [
    "", "garbage", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "ff" + parent.dropFirst(2),
  ])
  func aTraceThatIsMalformedIsNotFollowed(header: String) async throws {
    _ = try await send("/things/7", ["traceparent": header])
    let span = try #require(spans.all.first)
    #expect(span.parent == nil)
    #expect(span.context.trace.description != "0af7651916cd43dd8448eb211c80319c")
  }

  @Test func withoutAnExporterNothingIsRecordedAndATraceIsPassedOn() async throws {
    _ = try await send("/things/7", ["traceparent": Self.parent], recording: false)
    #expect(seen.value == ["traceparent": Self.parent])
    #expect(counts("/things/{id}", 200))
    _ = try await send("/things/7", recording: false)
    #expect(seen.value.isEmpty)
    #expect(spans.all.isEmpty)
  }
}
