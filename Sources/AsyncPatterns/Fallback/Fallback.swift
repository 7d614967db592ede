/// Answers with something else when the operation fails.
///
/// - Parameters:
///   - handles: Which errors; the caller's own cancellation never.
///   - observe: Is told when the fallback answers.
///   - operation: What to try first.
///   - fallback: What to answer with; it may fail as well.
/// - Throws: What the operation throws when that is not handled, else what the fallback throws.
public func withFallback<R>(
  isolation: isolated (any Actor)? = #isolation,
  handles: (any Error) -> Bool = { _ in true },
  observe: PolicyObserver? = nil,
  _ operation: () async throws -> R,
  fallback: (any Error) async throws -> R
) async throws -> R {
  do {
    return try await operation()
  } catch {
    guard !Task.isCancelled, handles(error) else { throw error }
    observe?(.fellBack(error))
    return try await fallback(error)
  }
}
