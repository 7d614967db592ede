import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import OpenWorkflow
import OpenWorkflowRuntime
import Synchronization
import Testing

/// One run of a document on virtual time, and all that came of it.
struct Trial: Sendable {
  let outcome: RunOutcome
  let events: [RunEvent]
  let journal: [JournalEntry]
  /// How much virtual time it took.
  let elapsed: Duration
  let http: [FakeConnector.Call]
  let shell: [FakeConnector.Call]
  let script: [FakeConnector.Call]
  let run: RunID

  /// The output; records an issue when the run did not complete.
  var output: JSONValue {
    if case .completed(let output) = outcome { return output }
    Issue.record("expected an output, found \(outcome)")
    return .null
  }

  /// The fault; records an issue when there is none.
  var fault: Fault {
    if case .faulted(let fault) = outcome { return fault }
    Issue.record("expected a fault, found \(outcome)")
    return Fault(type: "", status: 0)
  }

  /// The names of the tasks in the order in which they began.
  var started: [String] { events.compactMap { $0.kind == .started ? $0.task?.name : nil } }

  var skipped: [String] { events.compactMap { $0.kind == .skipped ? $0.task?.name : nil } }

  var retried: [RunEvent] { events.filter { $0.kind == .retried } }

  /// What the run was called with and how often: the last part of each URI.
  var paths: [String] { http.map(\.path) }
}

/// When every run of a trial starts.
let trialStart = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

/// Runs the tasks and whatever else a document has beside `document`.
func perform(
  _ yaml: String, input: JSONValue = [:], secrets: JSONObject = [:], seed: UInt64? = nil,
  http: @escaping FakeConnector.Answer = services,
  process: @escaping FakeConnector.Answer = { .object($0.arguments) }
) async throws -> Trial {
  let definition = try definition(yaml)
  return try await VirtualTime.run(seed: seed) { time in
    let world = World(time, secrets: secrets, http: http, process: process)
    return await world.execute(definition, input: input)
  }
}

/// What a run needs around it: a store, connectors, somebody who watches.
final class World: RunObserver {
  let time: VirtualTime
  let store = InMemoryStore()
  let http: FakeConnector
  let shell: FakeConnector
  let script: FakeConnector
  let secrets: JSONObject
  private let log = Mutex<[RunEvent]>([])

  init(
    _ time: VirtualTime, secrets: JSONObject = [:], http: @escaping FakeConnector.Answer = services,
    process: @escaping FakeConnector.Answer = { .object($0.arguments) }
  ) {
    self.time = time
    self.secrets = secrets
    self.http = FakeConnector("http", clock: time.clock, http)
    shell = FakeConnector("shell", clock: time.clock, process)
    script = FakeConnector("script", clock: time.clock, process)
  }

  func observe(_ event: RunEvent) { log.withLock { $0.append(event) } }

  var events: [RunEvent] { log.withLock { $0 } }

  func engine(_ store: any RunStore) -> Engine {
    Engine(
      store: store, clock: time.clock, cpuPool: .shared, observers: [self],
      startTime: trialStart + time.clock.now.offset)
  }

  func workflow(_ definition: WorkflowDefinition) -> DocumentWorkflow {
    DocumentWorkflow(
      definition, connectors: ConnectorRegistry([http, shell, script]), secrets: [InlineSecrets(secrets)])
  }

  func execute(_ definition: WorkflowDefinition, input: JSONValue) async -> Trial {
    let run = RunID(at: trialStart)
    let outcome: RunOutcome
    do {
      outcome = .completed(try await engine(store).execute(workflow(definition), input: input, id: run))
    } catch let fault as Fault {
      outcome = .faulted(fault)
    } catch {
      outcome = .cancelled
    }
    return Trial(
      outcome: outcome, events: events, journal: store.journal(of: run), elapsed: time.clock.now.offset,
      http: http.calls, shell: shell.calls, script: script.calls, run: run)
  }
}

/// The definition of a document without its `document`; throws its diagnostics.
func definition(_ yaml: String) throws -> WorkflowDefinition {
  let header = "document: { dsl: '1.0.3', namespace: test, name: trial, version: '1.0.0' }\n"
  return try definition(document: header + yaml)
}

func definition(document yaml: String) throws -> WorkflowDefinition {
  let outcome = DocumentReader.read(yaml, file: "trial.yaml")
  guard let definition = outcome.value else { throw InvalidDocument(diagnostics: outcome.diagnostics) }
  return definition
}

struct InvalidDocument: Error, CustomStringConvertible {
  let diagnostics: [Diagnostic]
  var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// What a document says wrong, as messages.
func problems(_ yaml: String) -> [String] {
  do {
    _ = try definition(yaml)
    return []
  } catch let error as InvalidDocument {
    return error.diagnostics.map(\.message)
  } catch {
    return ["\(error)"]
  }
}

extension Fault {
  /// Whether it is of a standard type with the status that the specification gives it.
  func isStandard(_ kind: Kind) -> Bool { type == kind.type && status == kind.status }
}
