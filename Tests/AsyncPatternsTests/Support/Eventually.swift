import Testing

/// Lets other tasks run until the condition holds. Never waits for time; gives up after very many turns.
func eventually(
  _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () -> Bool
) async {
  for _ in 0..<1_000_000 {
    if condition() { return }
    await Task.yield()
  }
  Issue.record(comment ?? "the condition never came true", sourceLocation: sourceLocation)
}

struct SomeError: Error, Equatable {
  var number = 0
}

/// Runs the body where the caller's cancellation does not reach it, and waits for it.
func ignoringCancellation(_ body: @escaping @Sendable () async -> Void) async {
  await Task { await body() }.value
}
