/// When runs of a workflow start by themselves.
package struct Schedule: Sendable {
  package let every: DurationValue?
  package let cron: CronExpression?
  package let after: DurationValue?
  package let on: EventStrategy?
  /// How the events of `on` are read.
  package let read: EventReading
}
