/// An operation that a child task performs while its caller waits for it.
///
/// It need not be `Sendable`, and neither need what it leaves behind: caller and child never run at the same time, and
/// the child runs on the caller's actor. That is what makes `@unchecked` true; whoever uses this must keep it so.
struct ChildOperation: @unchecked Sendable {
  /// Has no result, so that the tasks below are not generic: their metadata would cost more than the task.
  let body: () async -> Void

  func run(isolation: isolated (any Actor)?) async {
    await body()
  }
}

/// A value handed from one task to another that alone uses it from then on.
struct Transferred<Value>: @unchecked Sendable {
  let value: Value
}
