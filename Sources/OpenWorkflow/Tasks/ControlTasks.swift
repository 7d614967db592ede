/// `for`: its tasks once for each element of a collection.
package struct ForTask: Sendable {
  /// The variable that holds the element, without `$`.
  package let each: String
  /// The variable that holds the index from 0, without `$`.
  package let at: String
  package let collection: Template
  /// The member `while`, checked before each round.
  package let condition: Expression?
  package let tasks: TaskList
  /// How many rounds may overlap (`metadata.juggler.concurrency`); `nil`: one after the other, as specified.
  package let concurrency: Int?
}

/// `fork`: its branches at the same time.
package struct ForkTask: Sendable {
  package let branches: TaskList
  /// Whether the first branch to complete decides the output and ends the others.
  package let compete: Bool
}

/// `switch`: the first case that matches says where to go.
package struct SwitchTask: Sendable {
  package struct Case: Sendable {
    package let name: String
    /// `nil` for the default case.
    package let when: Expression?
    package let then: FlowDirective
  }

  /// The cases with a condition, in order.
  package let cases: [Case]
  /// The case without a condition, taken when no other matches.
  package let defaultCase: Case?
}

/// `try`: its tasks, and what to do when one of them faults.
package struct TryTask: Sendable {
  package let tasks: TaskList
  package let `catch`: Catch
}

/// `catch`: which errors are caught, and what happens then.
package struct Catch: Sendable {
  package let errors: ErrorFilter?
  /// The variable that holds the error, without `$`.
  package let variable: String
  package let when: Expression?
  package let exceptWhen: Expression?
  package let retry: RetryPolicy?
  package let tasks: TaskList?
  /// Where to go after a caught error; `nil`: where the try task says.
  package let then: FlowDirective?
}

/// `raise`: an error.
package struct RaiseTask: Sendable {
  package let error: ErrorDefinition
}
