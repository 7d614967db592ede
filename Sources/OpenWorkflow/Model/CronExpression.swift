/// A valid cron expression of five fields (minute, hour, day of month, month, day of week).
package struct CronExpression: Sendable, Hashable {
  package let source: String
}
