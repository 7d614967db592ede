import Juggler

/// Five trivial steps: what is measured is the engine and the store.
struct FiveSteps: Workflow {
  let reference = WorkflowReference(namespace: "bench", name: "five-steps", version: "1.0.0")

  func run(_ order: Int, in context: RunContext) async throws -> Int {
    var total = order
    for number in 1...5 { total = try await context.step("add \(number)") { total + number } }
    return total
  }
}
