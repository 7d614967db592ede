import Foundation
import JSON
import Juggler
import JugglerTesting
import OpenWorkflowRuntime
import Testing

/// dsl-reference.md, "Workflow Process".
struct RunWorkflowTests {
  /// Definitions by name, and functions of the default catalog by name and version.
  final class Shelf: DefinitionLibrary {
    let world: World
    let documents: [String: String]
    let functions: [String: String]

    init(_ world: World, _ documents: [String: String] = [:], functions: [String: String] = [:]) {
      self.world = world
      self.documents = documents
      self.functions = functions
    }

    func workflow(namespace: String, name: String, version: String?) async throws -> (any Workflow)? {
      guard namespace == "test", let text = documents["\(name):\(version ?? "latest")"] else { return nil }
      return workflow(text, name)
    }

    func function(_ name: String, version: String) async throws -> FunctionSource? {
      functions["\(name):\(version)"].map { FunctionSource(text: $0, file: "function.yaml") }
    }

    func workflow(_ text: String, _ name: String) -> DocumentWorkflow {
      let head = "document: { dsl: '1.0.3', namespace: test, name: \(name), version: '1.0.0' }\n"
      guard let definition = try? definition(document: head + text) else { preconditionFailure(text) }
      return DocumentWorkflow(
        definition, connectors: ConnectorRegistry([world.http, world.shell, world.script]), library: self)
    }
  }

  private static let double = "do: [{ double: { set: { n: '${ .n * 2 }' } } }]"

  /// Runs a document beside others, on an engine that serves.
  private func output(
    _ text: String, with documents: [String: String] = [:], functions: [String: String] = [:],
    input: JSONValue = [:], http: @escaping FakeConnector.Answer = services
  ) async throws -> (outcome: RunOutcome, runs: [RunRecord], world: World) {
    try await VirtualTime.run { time in
      let world = World(time, http: http)
      let shelf = Shelf(world, documents, functions: functions)
      let engine = world.engine(world.store)
      let outcome = try await engine.serving {
        let handle = try await engine.start(shelf.workflow(text, "main"), input: input)
        let outcome = try await handle.outcome()
        for run in try await world.store.allRuns(RunQuery()) { _ = try await engine.handle(of: run).outcome() }
        return outcome
      }
      // Virtual time stands still between the starts, so the ids do not tell which was first.
      let runs = try world.store.runs(RunQuery()).items
      return (outcome, runs.sorted { $0.workflow.name > $1.workflow.name }, world)
    }
  }

  private func call(_ more: String = "", _ rest: String = "") -> String {
    "do: [{ a: { run: { workflow: { namespace: test, name: double, version: '1.0.0'\(more) }\(rest) } } }]"
  }

  @Test func itsOutputIsTheTasks() async throws {
    let (outcome, runs, _) = try await output(
      call(", input: { n: '${ .n }' }"), with: ["double:1.0.0": Self.double], input: ["n": 21])
    #expect(outcome == .completed(["n": 42]))
    #expect(runs.map(\.workflow.name) == ["main", "double"])
    #expect(runs[1].parent == runs[0].id)
  }

  @Test func withoutAnInputItGetsAnEmptyObject() async throws {
    let (outcome, _, _) = try await output(
      call(), with: ["double:1.0.0": "do: [{ keep: { set: '${ { got: . } }' } }]"], input: ["n": 1])
    #expect(outcome == .completed(["got": [:]]))
  }

  @Test func latestIsAVersion() async throws {
    let (outcome, _, _) = try await output(
      "do: [{ a: { run: { workflow: { namespace: test, name: double, version: latest, input: { n: 1 } } } } }]",
      with: ["double:latest": Self.double])
    #expect(outcome == .completed(["n": 2]))
  }

  @Test func itsFaultIsTheTasks() async throws {
    let raise = "do: [{ no: { raise: { error: { type: 'https://e.com/closed', status: 503 } } } }]"
    let (outcome, _, _) = try await output(call(), with: ["double:1.0.0": raise])
    #expect(outcome == .faulted(Fault(type: "https://e.com/closed", status: 503, instance: "/do/0/a")))
  }

  @Test func oneThatIsNotThereIsAConfigurationError() async throws {
    let (outcome, _, _) = try await output(call())
    guard case .faulted(let fault) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(fault.isStandard(.configuration))
    #expect(fault.instance == "/do/0/a")
    #expect(fault.detail?.contains("test/double:1.0.0") == true)
  }

  @Test func notAwaitedTheInputIsTheOutputAndItRunsOnItsOwn() async throws {
    let slow = "do: [{ rest: { wait: { hours: 1 } } }, { double: { set: { n: '${ .n * 2 }' } } }]"
    let (outcome, runs, _) = try await output(
      call(", input: { n: 21 }", ", await: false"), with: ["double:1.0.0": slow], input: ["i": 1])
    #expect(outcome == .completed(["i": 1]))
    #expect(runs[1].output == ["n": 42])
    #expect(runs[1].parent == nil)
    let ends = runs.compactMap(\.endedAt)
    #expect(ends.count == 2 && ends[1] - ends[0] >= .seconds(3000))
  }

  @Test func returnNoneOutputsNothing() async throws {
    let (outcome, _, _) = try await output(
      call(", input: { n: 1 }", ", return: none"), with: ["double:1.0.0": Self.double])
    #expect(outcome == .completed(.null))
  }

  @Test func withoutAServiceItRunsInItsCallersTask() async throws {
    let output = try await VirtualTime.run { time in
      let world = World(time)
      let shelf = Shelf(world, ["double:1.0.0": Self.double])
      return try await world.engine(world.store).execute(
        shelf.workflow(call(", input: { n: 2 }"), "main"), input: [:])
    }
    #expect(output == ["n": 4])
  }

  // MARK: Functions of catalogs

  private static let greet = "set: { text: '${ \"Hello \" + .name }' }"

  @Test func theDefaultCatalogsFunctionsAreCalledByNameAndVersion() async throws {
    let (outcome, _, _) = try await output(
      "do: [{ a: { call: 'greet:1.0.0@default', with: { name: Ada } } }]", functions: ["greet:1.0.0": Self.greet])
    #expect(outcome == .completed(["text": "Hello Ada"]))
  }

  @Test func oneThatTheCatalogHasNotIsAConfigurationError() async throws {
    let (outcome, _, _) = try await output("do: [{ a: { call: 'greet:2.0.0@default' } }]")
    guard case .faulted(let fault) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(fault.isStandard(.configuration))
    #expect(fault.instance == "/do/0/a")
    #expect(fault.detail?.contains("functions/greet/2.0.0/function.yaml") == true)
  }

  @Test func aCatalogIsFetchedOnceAndItsFunctionKept() async throws {
    let (outcome, _, world) = try await output(
      """
      use: { catalogs: { ours: { endpoint: { uri: 'https://catalog.example/root/' } } } }
      do:
        - a: { call: 'greet:1.0.0@ours', with: { name: Ada } }
        - b: { call: 'greet:1.0.0@ours', with: { name: '${ .text }' } }
      """, http: { _ in .string(base64(Self.greet)) })
    #expect(outcome == .completed(["text": "Hello Hello Ada"]))
    #expect(
      world.http.calls.map { $0.arguments["uri"] } == [
        "https://catalog.example/root/functions/greet/1.0.0/function.yaml"
      ])
  }

  @Test func aFunctionMayBeAtAURI() async throws {
    let (outcome, _, world) = try await output(
      "do: [{ a: { call: 'https://github.com/o/r/blob/main/greet/function.yaml', with: { name: Ada } } }]",
      http: { _ in .string(base64(Self.greet)) })
    #expect(outcome == .completed(["text": "Hello Ada"]))
    #expect(
      world.http.calls.map { $0.arguments["uri"] } == [
        "https://raw.githubusercontent.com/o/r/refs/heads/main/greet/function.yaml"
      ])
  }

  @Test func functionsOfCatalogsThatCallThemselvesEnd() async throws {
    let (outcome, _, _) = try await output(
      "do: [{ a: { call: 'loop:1.0.0@default' } }]", functions: ["loop:1.0.0": "call: 'loop:1.0.0@default'"])
    guard case .faulted(let fault) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(fault.detail?.contains("must not call themselves") == true)
  }
}

private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
