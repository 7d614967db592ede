import Juggler

/// A step, ten minutes of waiting, a step.
struct TenMinutes: Workflow {
  let reference = WorkflowReference(namespace: "bench", name: "ten-minutes", version: "1.0.0")

  func run(_ order: Int, in context: RunContext) async throws -> Int {
    let ordered = try await context.step("order") { order + 1 }
    try await context.sleep(for: .seconds(600))
    return try await context.step("deliver") { ordered + 1 }
  }
}

/// So many steps, 500 side by side, then ten minutes of waiting.
struct LongHistory: Workflow {
  let reference = WorkflowReference(namespace: "bench", name: "long-history", version: "1.0.0")

  func run(_ steps: Int, in context: RunContext) async throws -> Int {
    let sums = try await context.map(Array(0..<500), concurrency: 500) { branch, context in
      var sum = 0
      for number in stride(from: branch, to: steps, by: 500) {
        sum += try await context.step("number") { number % 7 }
      }
      return sum
    }
    try await context.sleep(for: .seconds(600))
    return sums.reduce(0, +)
  }
}
