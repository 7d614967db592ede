/// `emit`: publishes an event.
package struct EmitTask: Sendable {
  /// The event's attributes in order (`type`, `source`, `data`, extensions, …).
  package let attributes: [(name: String, value: Template)]
}

/// `listen`: waits for events.
package struct ListenTask: Sendable {
  package let to: EventStrategy
  package let read: EventReading
  package let forEach: SubscriptionIterator?
}
