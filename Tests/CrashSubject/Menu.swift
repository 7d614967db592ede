import AsyncPatterns
import JSON
import Juggler
import JugglerTesting

/// The workflows that are killed: between them everything that an engine does for a run.
struct Menu: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case sequence, overlap, parked, parent, signalled, rounds
    /// Performs an effect outside of a step: what no workflow may do, so that a verdict has something to find.
    case careless
    /// What `parent` starts.
    case child

    /// Those that a crash does no harm.
    static let sound: [Kind] = [.sequence, .overlap, .parked, .parent, .signalled, .rounds]
  }

  let perform: @Sendable (_ url: String) async throws -> JSONValue
  let probe: CrashProbe

  func workflow(_ kind: Kind) -> MenuWorkflow { MenuWorkflow(kind: kind, menu: self) }
}

struct MenuWorkflow: Workflow {
  let kind: Menu.Kind
  let menu: Menu

  var reference: WorkflowReference {
    WorkflowReference(namespace: "crash", name: kind.rawValue, version: "1.0.0")
  }

  func run(_ input: JSONValue, in context: RunContext) async throws -> JSONValue {
    switch kind {
    case .sequence: try await sequence(context)
    case .overlap: try await overlap(context)
    case .parked: try await parked(context)
    case .parent: try await parent(context)
    case .signalled: try await signalled(context)
    case .rounds: try await rounds(input, context)
    case .careless: try await careless(context)
    case .child: [try await effect("chop", context), try await effect("fry", context)]
    }
  }

  private func effect(_ name: String, _ context: RunContext, retry: RetryPolicy = .never) async throws -> JSONValue {
    try await menu.probe.step(name, in: context, retry: retry, menu.perform)
  }

  private func sequence(_ context: RunContext) async throws -> JSONValue {
    var output: [JSONValue] = []
    for name in ["order", "pay"] { output.append(try await effect(name, context)) }
    // The service refuses the first attempt at whatever begins so.
    let retry = RetryPolicy(maxAttempts: 3, backoff: .constant(.milliseconds(5)))
    output.append(try await effect("flaky-oven", context, retry: retry))
    for name in ["serve", "thank"] { output.append(try await effect(name, context)) }
    return .array(output)
  }

  private func overlap(_ context: RunContext) async throws -> JSONValue {
    .array(
      try await context.map([0, 1, 2, 3]) { number, context in
        let first = try await effect("take-\(number)", context)
        try await context.sleep(for: .milliseconds(5 * number))
        return [first, try await effect("bring-\(number)", context)]
      })
  }

  private func parked(_ context: RunContext) async throws -> JSONValue {
    let first = try await effect("soak", context)
    try await context.sleep("night", for: .milliseconds(90))
    let second = try await effect("drain", context)
    try await context.sleep("day", for: .milliseconds(70))
    return [first, second, try await effect("cook", context)]
  }

  private func parent(_ context: RunContext) async throws -> JSONValue {
    let first = try await effect("plan", context)
    let child: JSONValue = try await context.child("help", menu.workflow(.child), .null)
    return [first, .integer(Int64(child.arrayValue?.count ?? 0)), try await effect("taste", context)]
  }

  private func signalled(_ context: RunContext) async throws -> JSONValue {
    let first = try await effect("ask", context)
    let answer = try await context.signal("answer", as: Int.self)
    return [first, .integer(Int64(answer)), try await effect("obey", context)]
  }

  private func rounds(_ input: JSONValue, _ context: RunContext) async throws -> JSONValue {
    let round = input.integerValue ?? 0
    let output: JSONValue = [try await effect("stir", context), try await effect("wait", context)]
    if round < 2 { try context.continueAsNew(JSONValue.integer(round + 1)) }
    return output
  }

  private func careless(_ context: RunContext) async throws -> JSONValue {
    let effect = CrashRecord.Effect(run: context.run, name: "spill")
    _ = try await menu.perform(menu.probe.url(of: effect, 1))
    menu.probe.acknowledge(effect)
    // The first process stays until it is killed.
    if menu.probe.process == 1 { try await ContinuousClock().sleep(for: .seconds(3600)) }
    return .null
  }
}
