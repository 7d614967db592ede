/// Which events are awaited.
package indirect enum EventStrategy: Sendable {
  case one(EventFilter)
  case all([EventFilter])
  /// Any of them; every event when the list is empty. Without `until`, the first ends the wait.
  case any([EventFilter], until: Until?)

  package enum Until: Sendable {
    case condition(Expression)
    case consumed(EventStrategy)
  }
}

/// What an event must look like.
package struct EventFilter: Sendable {
  package struct Correlation: Sendable {
    package let name: String
    /// Extracts the key from the event.
    package let from: Expression
    /// What the key must equal; `nil`: the first key that was seen.
    package let expect: Template?
  }

  /// The attributes that an event must have, in order.
  package let attributes: [(name: String, value: Template)]
  package let correlate: [Correlation]
}

/// What of an event is read.
package enum EventReading: String, Sendable, CaseIterable {
  case data, envelope, raw
}

/// What is done with each event or message of a subscription.
package struct SubscriptionIterator: Sendable {
  /// The variable that holds the event, without `$`.
  package let item: String
  /// The variable that holds the index from 0, without `$`.
  package let at: String
  package let tasks: TaskList?
  package let output: OutputDefinition?
  package let export: ExportDefinition?
}
