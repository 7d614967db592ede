/// When and how often a faulted `try` is repeated.
package final class RetryPolicy: Sendable {
  package enum Backoff: String, Sendable, CaseIterable {
    case constant, exponential, linear
  }

  package struct Jitter: Sendable {
    package let from: DurationValue
    package let to: DurationValue
  }

  /// The name in `use.retries`, if it has one. The expressions of a named policy see the error as
  /// `$error`, whatever `catch.as` says.
  package let name: String?
  package let when: Expression?
  package let exceptWhen: Expression?
  package let delay: DurationValue?
  package let backoff: Backoff
  /// How many retries after the first try; `nil`: no limit.
  package let attemptCount: Int?
  /// The limit of every try.
  package let attemptDuration: DurationValue?
  /// The limit of all tries with their delays.
  package let duration: DurationValue?
  package let jitter: Jitter?

  init(
    name: String?, when: Expression?, exceptWhen: Expression?, delay: DurationValue?, backoff: Backoff,
    attemptCount: Int?, attemptDuration: DurationValue?, duration: DurationValue?, jitter: Jitter?
  ) {
    self.name = name
    self.when = when
    self.exceptWhen = exceptWhen
    self.delay = delay
    self.backoff = backoff
    self.attemptCount = attemptCount
    self.attemptDuration = attemptDuration
    self.duration = duration
    self.jitter = jitter
  }
}
