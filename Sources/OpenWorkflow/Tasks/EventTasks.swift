/// `emit`: publishes an event.
package final class EmitTask: Sendable {
  /// The event's attributes in order (`type`, `source`, `data`, extensions, …).
  package let attributes: [(name: String, value: Template)]

  init(attributes: [(name: String, value: Template)]) {
    self.attributes = attributes
  }
}

/// `listen`: waits for events.
package final class ListenTask: Sendable {
  package let to: EventStrategy
  package let read: EventReading
  package let forEach: SubscriptionIterator?

  init(to: EventStrategy, read: EventReading, forEach: SubscriptionIterator?) {
    self.to = to
    self.read = read
    self.forEach = forEach
  }
}
