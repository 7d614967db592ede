/// An operation that a child task performs while its caller waits for it.
///
/// It need not be `Sendable`, and neither need its result: caller and child never run at the same time, and the child
/// runs on the caller's actor. That is what makes `@unchecked` true; whoever uses this must keep it so.
struct ChildOperation<R>: @unchecked Sendable {
  let body: () async throws -> R

  func run(isolation: isolated (any Actor)?) async -> Transferred<Result<R, any Error>> {
    do {
      return Transferred(value: .success(try await body()))
    } catch {
      return Transferred(value: .failure(error))
    }
  }
}

/// A value handed from a child task to the parent that waits for it, and used by the parent only.
struct Transferred<Value>: @unchecked Sendable {
  let value: Value
}
