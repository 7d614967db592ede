import AsyncPatterns
import JSON
import Juggler
import JugglerServer
import JugglerTelemetry
import OpenWorkflow
import OpenWorkflowRuntime
import Synchronization
import Testing

/// What is exported of a run whose services say its secrets.
struct SecretTraceTests {
  final class Spans: SpanSink {
    let all = Mutex<[SpanRecord]>([])
    func take(_ span: SpanRecord) { all.withLock { $0.append(span) } }
  }

  struct Refusing: Connector {
    let name = "http"
    func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
      throw Fault(.communication, status: 500, title: "Bad s3cr3t-token", detail: "s3cr3t-token")
    }
  }

  @Test func spansHaveNoSecrets() async throws {
    let outcome = DocumentReader.read(
      """
      document: { dsl: 1.0.3, namespace: n, name: w, version: 1.0.0 }
      use: { secrets: [token] }
      do: [{ a: { call: http, with: { method: get, endpoint: '${ "http://s3cr3t-token.example/" }' } } }]
      """, file: "w.yaml")
    let spans = Spans()
    let tracer = RunTracer(sampler: Sampler(ratio: 1), sink: spans)
    let workflow = DocumentWorkflow(
      try #require(outcome.value), connectors: ConnectorRegistry([TracedConnector(Refusing(), tracer: tracer)]),
      secrets: [InlineSecrets(["token": "s3cr3t-token"])])
    let engine = Engine(
      store: InMemoryStore(), clock: ContinuousClock(), cpuPool: .shared, observers: [tracer], monitor: tracer)
    await #expect(throws: Fault.self) { try await engine.execute(workflow, input: [:]) }
    let recorded = spans.all.withLock { $0 }
    // Of the run, its task, and the call.
    #expect(recorded.count == 3)
    #expect(!"\(recorded)".contains("s3cr3t"))
    #expect("\(recorded)".contains("Bad ***"))
  }
}
