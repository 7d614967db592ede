/// `call: asyncapi`.
package final class AsyncAPICall: Sendable {
  package enum Operation: Sendable {
    /// AsyncAPI 3.0.
    case operation(String)
    /// AsyncAPI 2.6.
    case channel(String)
  }

  package enum Action: Sendable {
    case publish(payload: Template?, headers: Template?)
    case subscribe(Subscription)
  }

  package struct Server: Sendable {
    package let name: String
    package let variables: Template?
  }

  package struct Subscription: Sendable {
    package enum Lifetime: Sendable {
      case amount(Int)
      case whileTrue(Expression)
      case untilTrue(Expression)
    }

    package let filter: Expression?
    package let lifetime: Lifetime
    /// The longest time over which messages are consumed.
    package let duration: DurationValue?
    package let forEach: SubscriptionIterator?
  }

  package let document: ExternalResource
  package let operation: Operation
  package let server: Server?
  package let `protocol`: String?
  package let action: Action
  package let authentication: Authentication?

  init(
    document: ExternalResource, operation: Operation, server: Server?, `protocol`: String?, action: Action,
    authentication: Authentication?
  ) {
    self.document = document
    self.operation = operation
    self.server = server
    self.`protocol` = `protocol`
    self.action = action
    self.authentication = authentication
  }
}
