import JSON
import Juggler
import JugglerTesting
import OpenWorkflowRuntime
import Testing

struct ProcessPolicyTests {
  static let tasks = [
    "run: { shell: { command: ls } }", "run: { script: { language: python, code: x } }",
    "run: { container: { image: alpine } }",
  ]

  func registry(_ policy: ProcessPolicy, _ time: VirtualTime) -> (ConnectorRegistry, FakeConnector) {
    let shell = FakeConnector("shell", clock: time.clock) { _ in "ran" }
    let all = ["script", "http"].map { FakeConnector($0, clock: time.clock) { _ in "ran" } } + [shell]
    return (ConnectorRegistry(all, policy: policy), shell)
  }

  @Test(arguments: zip(tasks, ["shell", "script", "container"]))
  func aServerRunsNoPrograms(_ task: String, _ name: String) async throws {
    let definition = try definition("do: [{ a: { \(task) } }]")
    try await VirtualTime.run { time in
      let (connectors, shell) = registry(.server(), time)
      let world = World(time)
      let error = await #expect(throws: Fault.self) {
        try await world.engine(world.store).execute(DocumentWorkflow(definition, connectors: connectors), input: [:])
      }
      #expect(error?.isStandard(.authorization) == true)
      #expect(error?.detail?.contains("--allow \(name)") == true)
      #expect(error?.instance == "/do/0/a")
      #expect(shell.calls.isEmpty)
    }
  }

  @Test func aServerRunsTheProgramsThatItIsTold() async throws {
    let definition = try definition("do: [{ a: { run: { shell: { command: ls } } } }]")
    try await VirtualTime.run { time in
      for policy in [ProcessPolicy.server(allowing: [.shell]), .unrestricted] {
        let (connectors, _) = registry(policy, time)
        let world = World(time)
        let output = try await world.engine(world.store)
          .execute(DocumentWorkflow(definition, connectors: connectors), input: [:])
        #expect(output == "ran")
      }
    }
  }

  @Test func callsAreNoPrograms() throws { try ProcessPolicy.server().check("http") }
}
