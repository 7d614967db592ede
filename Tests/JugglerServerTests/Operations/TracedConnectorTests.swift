import JSON
import JugglerServer
import JugglerTelemetry
import OpenWorkflowRuntime
import Synchronization
import Testing
import Tracing

@testable import Juggler

/// Against W3C Trace Context and OpenTelemetry's semantic conventions for spans of HTTP clients.
struct TracedConnectorTests {
  static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  /// Remembers what it was called with.
  final class Service: Connector {
    let name: String
    private let fault: Fault?
    private let call = Mutex<JSONObject>([:])
    var arguments: JSONObject { call.withLock { $0 } }

    init(_ name: String = "http", fault: Fault? = nil) {
      self.name = name
      self.fault = fault
    }

    func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
      call.withLock { $0 = arguments }
      if let fault { throw fault }
      return "done"
    }

    var sentTrace: String? {
      guard case .object(let headers)? = arguments["headers"], case .string(let text)? = headers["traceparent"] else {
        return nil
      }
      return text
    }
  }

  let spans = RecordedSpans()
  let run = RunID()

  func tracer(recording: Bool = true, tags: [String: String]) -> RunTracer {
    let tracer = recording ? RunTracer(sampler: Sampler(ratio: 1), sink: spans) : RunTracer()
    tracer.began(
      MonitoredRun(
        id: run, workflow: WorkflowReference(namespace: "n", name: "w", version: "1.0.0"), startedAt: .now, tags: tags,
        isReplayed: false))
    return tracer
  }

  func perform(_ service: Service, _ tracer: RunTracer, _ arguments: JSONObject) async throws {
    let connector = TracedConnector(service, tracer: tracer)
    let output = try await connector.perform(
      arguments, in: EffectContext(run: run, step: StepID(task: "/do/0/call")))
    #expect(output == "done")
  }

  let get: JSONObject = ["method": "get", "uri": "https://user:pw@api.example.com:8443/secret?key=1"]

  @Test func aCallIsASpanOfTheRunAndCarriesItsTrace() async throws {
    let service = Service()
    try await perform(service, tracer(tags: ["traceparent": Self.parent, "tracestate": "vendor=x"]), get)
    let span = try #require(spans.all.first)
    #expect(spans.all.count == 1)
    #expect(span.context.trace.description == "0af7651916cd43dd8448eb211c80319c")
    #expect(span.parent == SpanID(of: run, "", .root))
    #expect(span.name == "GET")
    #expect(span.kind == .client)
    // Nothing of the address but its host: the rest may be secret.
    #expect(
      span.facts == [
        "http.request.method": "GET", "juggler.connector": "http", "server.address": "api.example.com",
      ])
    #expect(span.status == nil)
    // The service hangs from the call's span.
    #expect(service.sentTrace == span.context.traceparent)
    #expect(
      service.arguments["headers"] == ["traceparent": .string(span.context.traceparent), "tracestate": "vendor=x"])
    #expect(service.arguments["uri"] == get["uri"])
  }

  @Test func aFaultIsTheSpansToo() async throws {
    let service = Service(fault: Fault(.communication, status: 503, title: "Busy", detail: "secret"))
    await #expect(throws: Fault.self) {
      try await perform(service, tracer(tags: ["traceparent": Self.parent]), get)
    }
    let span = try #require(spans.all.first)
    #expect(span.status?.code == .error)
    #expect(span.facts["http.response.status_code"] == "503")
    #expect(span.facts["error.type"] == Fault.Kind.communication.type)
    #expect(!"\(span)".contains("secret"))
  }

  @Test func headersOfTheAuthorAreKept() async throws {
    let service = Service()
    var arguments = get
    arguments["headers"] = ["Accept": "text/plain"]
    try await perform(service, tracer(tags: ["traceparent": Self.parent]), arguments)
    #expect(service.arguments["headers"]?["Accept"] == "text/plain")
    #expect(service.sentTrace != nil)
    arguments["headers"] = ["TraceParent": "mine"]
    try await perform(service, tracer(tags: ["traceparent": Self.parent]), arguments)
    #expect(service.arguments["headers"] == ["TraceParent": "mine"])
  }

  @Test func onlyHTTPCarriesATrace() async throws {
    let service = Service("shell")
    try await perform(service, tracer(tags: ["traceparent": Self.parent]), ["command": "true"])
    #expect(service.arguments == ["command": "true"])
    let span = try #require(spans.all.first)
    #expect(span.name == "shell")
    #expect(span.kind == .internal)
    #expect(span.facts == ["juggler.connector": "shell"])
  }

  @Test func withoutAnExporterATraceIsPassedOnAsItCame() async throws {
    let service = Service()
    try await perform(service, tracer(recording: false, tags: ["traceparent": Self.parent]), get)
    #expect(service.sentTrace == Self.parent)
    #expect(spans.all.isEmpty)
  }

  @Test func withoutAnExporterAndATraceNothingIsAdded() async throws {
    let service = Service()
    try await perform(service, tracer(recording: false, tags: [:]), get)
    #expect(service.arguments == get)
    #expect(spans.all.isEmpty)
  }

  @Test func aTraceThatIsNotSampledIsPassedOnAndNotRecorded() async throws {
    let service = Service()
    let unsampled = String(Self.parent.dropLast(2) + "00")
    try await perform(service, tracer(tags: ["traceparent": unsampled]), get)
    #expect(service.sentTrace?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true)
    #expect(service.sentTrace?.hasSuffix("-00") == true)
    #expect(spans.all.isEmpty)
  }
}
