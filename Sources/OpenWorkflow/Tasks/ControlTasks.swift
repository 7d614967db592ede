/// `for`: its tasks once for each element of a collection.
package final class ForTask: Sendable {
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

  init(each: String, at: String, collection: Template, condition: Expression?, tasks: TaskList, concurrency: Int?) {
    self.each = each
    self.at = at
    self.collection = collection
    self.condition = condition
    self.tasks = tasks
    self.concurrency = concurrency
  }
}

/// `fork`: its branches at the same time.
package final class ForkTask: Sendable {
  package let branches: TaskList
  /// Whether the first branch to complete decides the output and ends the others.
  package let compete: Bool

  init(branches: TaskList, compete: Bool) {
    self.branches = branches
    self.compete = compete
  }
}

/// `switch`: the first case that matches says where to go.
package final class SwitchTask: Sendable {
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

  init(cases: [Case], defaultCase: Case?) {
    self.cases = cases
    self.defaultCase = defaultCase
  }
}

/// `try`: its tasks, and what to do when one of them faults.
package final class TryTask: Sendable {
  package let tasks: TaskList
  package let `catch`: Catch

  init(tasks: TaskList, `catch`: Catch) {
    self.tasks = tasks
    self.`catch` = `catch`
  }
}

/// `catch`: which errors are caught, and what happens then.
package final class Catch: Sendable {
  package let errors: ErrorFilter?
  /// The variable that holds the error, without `$`.
  package let variable: String
  package let when: Expression?
  package let exceptWhen: Expression?
  package let retry: RetryPolicy?
  package let tasks: TaskList?
  /// Where to go after a caught error; `nil`: where the try task says.
  package let then: FlowDirective?

  init(
    errors: ErrorFilter?, variable: String, when: Expression?, exceptWhen: Expression?, retry: RetryPolicy?,
    tasks: TaskList?, then: FlowDirective?
  ) {
    self.errors = errors
    self.variable = variable
    self.when = when
    self.exceptWhen = exceptWhen
    self.retry = retry
    self.tasks = tasks
    self.then = then
  }
}

/// `raise`: an error.
package final class RaiseTask: Sendable {
  package let error: ErrorDefinition

  init(error: ErrorDefinition) {
    self.error = error
  }
}
