import AsyncPatterns
import Juggler

// docs/swift-workflows.md shows what stands between the markers; a test sees to it that it does.
// example:begin
struct Customer: Codable, Sendable {
  var email: String
}

struct Onboarding: Workflow {
  let reference = WorkflowReference(namespace: "shop", name: "onboarding", version: "1.0.0")
  let mail: @Sendable (_ to: String, _ text: String) async throws -> Void

  func run(_ customer: Customer, in context: RunContext) async throws -> String {
    let account = try await context.uuid()
    try await context.step("welcome", retry: .init(maxAttempts: 5), timeout: .seconds(10)) {
      try await mail(customer.email, "Welcome, your account is \(account)")
    }
    try await context.sleep("three days", for: .seconds(3 * 86_400))
    try await context.step("how is it going") {
      try await mail(customer.email, "How is it going?")
    }
    return account
  }
}
// example:end
