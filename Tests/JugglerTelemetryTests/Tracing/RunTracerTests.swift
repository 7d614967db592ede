import AsyncPatterns
import JSON
import Juggler
import JugglerTelemetry
import JugglerTesting
import Testing
import Tracing

struct RunTracerTests {
  let collector = SpanCollector()
  static let workflow = WorkflowReference(namespace: "test", name: "traced", version: "1.0.0")
  static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  /// Reports tasks as the interpreter does: a group, in it a task that is tried twice.
  struct Reporting: Workflow {
    let reference = RunTracerTests.workflow
    let digest = "1"

    func run(_ input: JSONValue, in context: RunContext) async throws -> JSONValue {
      func report(_ reference: String, _ kind: RunEvent.Kind, _ scope: StepID.Scope = .root) {
        let name = reference.split(separator: "/").last.map(String.init) ?? ""
        context.report(
          RunEvent(
            run: context.run, task: .init(name: name, reference: reference, scope: scope), kind: kind, at: context.now,
            fault: kind == .retried || kind == .faulted ? Fault(.communication, detail: "secret") : nil,
            delay: kind == .retried ? .seconds(2) : nil))
      }
      let second = StepID.Scope.root.appending(.iteration(1)).appending(.attempt(2))
      report("/do/0/group", .started)
      report("/do/0/group/for/do/0/fetch", .started, second)
      report("/do/0/group/for/do/0/fetch", .retried, second)
      report("/do/0/group/for/do/0/fetch", .faulted, second)
      report("/do/0/group", .completed)
      if input == "fail" { throw Fault(.timeout, detail: "secret") }
      return .null
    }
  }

  func engine(_ tracer: RunTracer) -> Engine {
    Engine(
      store: InMemoryStore(), clock: ManualClock(), cpuPool: .shared, observers: [tracer], monitor: tracer,
      startTime: Timestamp(nanoseconds: 1_700_000_000_000_000_000))
  }

  @Test func aRunGoesOnWithTheTraceOfItsTags() async throws {
    let engine = engine(RunTracer(sampler: Sampler(ratio: 0), sink: collector))
    let id = RunID()
    _ = try await engine.execute(Reporting(), input: .null, id: id, tags: ["traceparent": Self.parent])
    let run = try #require(collector["run test/traced"])
    let group = try #require(collector["group"])
    let fetch = try #require(collector["fetch"])
    #expect(Set(collector.spans.map(\.context.trace.description)) == ["0af7651916cd43dd8448eb211c80319c"])
    #expect(run.parent?.description == "b7ad6b7169203331")
    #expect(group.parent == run.context.span)
    #expect(fetch.parent == group.context.span)
    #expect(run.start == 1_700_000_000_000_000_000)
    #expect(fetch.events.map(\.name) == ["retry"])
    #expect(fetch.status?.code == .error)
    #expect(!"\(collector.spans)".contains("secret"))
  }

  @Test func aRunWithoutATraceBeginsOneWithItsOwnId() async throws {
    let engine = engine(RunTracer(sampler: Sampler(ratio: 1), sink: collector))
    let id = RunID()
    _ = try? await engine.execute(Reporting(), input: "fail", id: id)
    let run = try #require(collector["run test/traced"])
    #expect(run.context.trace.description == id.description.split(separator: "-").joined())
    #expect(run.parent == nil)
    #expect(run.status == SpanStatus(code: .error, message: "Timeout"))
  }

  @Test func whatIsRepeatedAfterARestartHasTheSameIds() async throws {
    var spans: [[String]] = []
    let id = RunID()
    for _ in 0..<2 {
      let collector = SpanCollector()
      let engine = engine(RunTracer(sampler: Sampler(ratio: 1), sink: collector))
      _ = try await engine.execute(Reporting(), input: .null, id: id)
      spans.append(collector.spans.map(\.context.traceparent))
    }
    #expect(spans[0] == spans[1])
    #expect(Set(spans[0]).count == 3)
  }

  @Test func whoeverBeganTheTraceDecidesWhetherItIsRecorded() async throws {
    let engine = engine(RunTracer(sampler: Sampler(ratio: 1), sink: collector))
    let tags = ["traceparent": String(Self.parent.dropLast() + "0")]
    _ = try await engine.execute(Reporting(), input: .null, tags: tags)
    #expect(collector.spans.isEmpty)
  }

  @Test func withoutACollectorATraceIsPassedOn() async throws {
    let tracer = RunTracer()
    let workflow = Peeking(tracer: tracer)
    let seen = try await engine(tracer).execute(
      workflow, input: .null, tags: ["traceparent": Self.parent, "tracestate": "a=b"])
    #expect(seen == [.string(Self.parent), "a=b"])
    #expect(try await engine(tracer).execute(workflow, input: .null) == .null)
  }

  /// Returns what a call would send.
  struct Peeking: Workflow {
    let reference = RunTracerTests.workflow
    let digest = "1"
    let tracer: RunTracer

    func run(_ input: JSONValue, in context: RunContext) async throws -> JSONValue {
      guard let trace = tracer.context(of: context.run, task: StepID(task: "/do/0/x")) else { return .null }
      return [.string(trace.traceparent), trace.state.map { .string($0) } ?? .null]
    }
  }
}
