import AsyncPatterns
import JSON
import Juggler
import JugglerConnectors
import JugglerTesting
import OpenWorkflow
import OpenWorkflowRuntime
import Synchronization
import Testing

/// Runs the scenarios of the specification's conformance kit.
@Suite(.enabled(if: ConformanceKit.folder != nil, "the conformance kit is not there: set JUGGLER_CTK to its folder"))
struct CTKTests {
  @Test(arguments: ConformanceKit.scenarios.filter { ConformanceKit.skipped[$0.name] == nil })
  func passes(_ scenario: Scenario) async throws {
    var state = ScenarioState()
    for step in scenario.steps { try await state.perform(step) }
    #expect(state.assertions > 0)
  }

  @Test(arguments: ConformanceKit.scenarios.filter { ConformanceKit.skipped[$0.name] != nil })
  func isSkipped(_ scenario: Scenario) throws {
    try Test.cancel("\(ConformanceKit.skipped[scenario.name] ?? "")")
  }

  @Test func theKitHasTheScenariosThatAreSkipped() {
    #expect(Set(ConformanceKit.skipped.keys).isSubset(of: ConformanceKit.scenarios.map(\.name)))
    #expect(ConformanceKit.scenarios.count >= 20)
  }
}
