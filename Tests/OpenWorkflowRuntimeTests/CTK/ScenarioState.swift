import AsyncPatterns
import JSON
import Juggler
import JugglerConnectors
import JugglerTesting
import OpenWorkflow
import OpenWorkflowRuntime
import Synchronization
import Testing

/// What the steps of a scenario have given so far.
struct ScenarioState {
  private var document = ""
  private var input: JSONValue = [:]
  private var outcome: RunOutcome?
  private var tasks: [String] = []
  private(set) var assertions = 0

  mutating func perform(_ step: Scenario.Step) async throws {
    let words = step.text.split(separator: " ").map(String.init)
    switch step.text {
    case "a workflow with definition:": document = step.block ?? ""
    case "given the workflow input is:": input = try value(yaml: step.block ?? "")
    case "the workflow is executed": try await execute()
    default:
      assertions += 1
      if step.text.hasPrefix("the workflow should") || step.text.hasPrefix("the workflow output") {
        try check(step)
      } else if words.count >= 4, words[1...2] == ["should", "run"] {
        checkOrder(of: words[0], words[3], words.last ?? "")
      } else {
        Issue.record("unknown step: \(step.text)")
      }
    }
  }

  private mutating func execute() async throws {
    let (document, input) = (document, input)
    let names = Log<String>()
    outcome = try await withLoopbackUpstream { upstream in
      PublicServices.open(on: upstream)
      let definition = try definition(document: PublicServices.redirected(document, to: upstream))
      let http = HTTPConnector()
      let workflow = DocumentWorkflow(definition, connectors: ConnectorRegistry([http]))
      let engine = Engine(store: InMemoryStore(), clock: .timers, cpuPool: .shared, observers: [TaskNames(log: names)])
      let outcome: RunOutcome
      do {
        outcome = .completed(try await engine.execute(workflow, input: input))
      } catch let fault as Fault {
        outcome = .faulted(fault)
      }
      await http.shutdown()
      return outcome
    }
    tasks = names.values
  }

  private func check(_ step: Scenario.Step) throws {
    let quoted = step.text.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    let expected = try step.block.map(value(yaml:))
    let text = step.text
    if text == "the workflow should complete" {
      #expect(output != nil, "\(String(describing: outcome))")
    } else if text == "the workflow should complete with output:" {
      #expect(output == expected)
    } else if text.hasPrefix("the workflow should fault") {
      let fault = try #require(fault)
      for (key, value) in expected?.objectValue ?? [:] { #expect(fault.json[key] == value) }
    } else if text.hasPrefix("the workflow output should have properties") {
      for path in quoted { #expect(property(path) != nil, "'\(path)' is missing in \(String(describing: output))") }
    } else if text.hasSuffix("property with value:") {
      #expect(property(quoted[0]) == expected)
    } else if text.contains("property containing"), let count = text.split(separator: " ").compactMap({ Int($0) }).last
    {
      #expect(property(quoted[0])?.arrayValue?.count == count)
    } else {
      Issue.record("unknown step: \(text)")
    }
  }

  private func checkOrder(of task: String, _ relation: String, _ other: String) {
    switch relation {
    case "first": #expect(tasks.first == task)
    case "last": #expect(tasks.last == task)
    case "after":
      guard let index = tasks.firstIndex(of: task), let before = tasks.firstIndex(of: other) else {
        Issue.record("expected \(task) after \(other), found \(tasks)")
        return
      }
      #expect(before < index)
    default: Issue.record("unknown relation: \(relation)")
    }
  }

  private var output: JSONValue? { if case .completed(let output)? = outcome { output } else { nil } }
  private var fault: Fault? { if case .faulted(let fault)? = outcome { fault } else { nil } }

  private func property(_ path: String) -> JSONValue? {
    var value = output
    for name in path.split(separator: ".") { value = value?[String(name)] }
    return value
  }
}

/// The names of the tasks as they begin.
private struct TaskNames: RunObserver {
  let log: Log<String>

  func observe(_ event: RunEvent) {
    if event.kind == .started, let name = event.task?.name { log.append(name) }
  }
}
