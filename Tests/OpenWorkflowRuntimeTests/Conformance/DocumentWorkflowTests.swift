import AsyncPatterns
import JSON
import Juggler
import JugglerTesting
import OpenWorkflowRuntime
import Testing

/// A document as a workflow of the engine.
struct DocumentWorkflowTests {
  func workflow(_ yaml: String) throws -> DocumentWorkflow {
    DocumentWorkflow(try definition(yaml), connectors: ConnectorRegistry())
  }

  @Test func isNamedAsTheDocumentSays() throws {
    let workflow = try workflow("do: [{ a: { set: { x: 1 } } }]")
    #expect(workflow.reference == WorkflowReference(namespace: "test", name: "trial", version: "1.0.0"))
  }

  @Test func itsDigestIsThatOfItsContent() throws {
    let digest = try workflow("do: [{ a: { set: { x: 1 } } }]").digest
    #expect(digest.count == 64)
    #expect(try workflow("# a comment\ndo:\n  - a:\n      set:\n        x: 1\n").digest == digest)
    #expect(try workflow("do: [{ a: { set: { x: 2 } } }]").digest != digest)
    #expect(try workflow("do: [{ b: { set: { x: 1 } } }]").digest != digest)
  }

  @Test func aRunIsNotResumedWithAChangedDocument() async throws {
    let store = InMemoryStore()
    let run = RunID(at: trialStart)
    func engine(_ store: any RunStore) -> Engine {
      Engine(store: store, clock: ManualClock(), cpuPool: .shared, startTime: trialStart)
    }
    let old = try workflow("do: [{ a: { set: { x: 1 } } }]")
    await #expect(throws: StoreError.self) {
      try await engine(FaultingStore(store, crashingAt: 2, .beforeCommit)).execute(old, input: [:], id: run)
    }
    let new = try workflow("do: [{ a: { set: { x: 2 } } }]")
    let fault = try await #require(throws: Fault.self) { try await engine(store).resume(run, as: new) }
    #expect(fault.isStandard(.configuration))
    #expect(try await engine(store).resume(run, as: old) == ["x": 1])
  }

  @Test func aConnectorThatIsNotThereIsNamed() async throws {
    let engine = Engine(store: InMemoryStore(), clock: ManualClock(), cpuPool: .shared)
    let workflow = try workflow("do: [{ a: { run: { shell: { command: ls } } } }]")
    let fault = try await #require(throws: Fault.self) { try await engine.execute(workflow, input: [:]) }
    #expect(fault.isStandard(.configuration))
    #expect(fault.instance == "/do/0/a")
    #expect(fault.detail?.contains("'shell'") == true)
  }
}
