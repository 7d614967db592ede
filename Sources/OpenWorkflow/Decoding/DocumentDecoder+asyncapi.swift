internal import JSON

extension DocumentDecoder {
  func asyncAPICall(_ fields: inout Fields, _ scope: Scope) -> AsyncAPICall? {
    let document = require("document", of: &fields, "the AsyncAPI document").flatMap { externalResource($0, scope) }
    let operation = single(["operation", "channel"], of: &fields, "what to call")
    let server = fields.take("server").flatMap { asyncAPIServer($0, scope) }
    let transport = fields.take("protocol").flatMap { choice($0, of: AsyncAPICall.protocols) }
    let action = single(["message", "subscription"], of: &fields, "what to do")
    let authentication = fields.take("authentication").flatMap { self.authentication($0, scope) }
    let name = operation.flatMap { fixedText($0) }
    let decoded = action.flatMap { cursor in
      cursor.lastKey == "message" ? message(cursor, scope) : subscription(cursor, scope).map { .subscribe($0) }
    }
    guard let document, let operation, let name, let decoded else { return nil }
    return AsyncAPICall(
      document: document, operation: operation.lastKey == "operation" ? .operation(name) : .channel(name),
      server: server, protocol: transport, action: decoded, authentication: authentication)
  }

  private func asyncAPIServer(_ cursor: Cursor, _ scope: Scope) -> AsyncAPICall.Server? {
    guard var fields = fields(cursor, as: "a mapping with 'name'") else { return nil }
    let name = require("name", of: &fields, "the server's name").flatMap { fixedText($0) }
    let variables = fields.take("variables").flatMap { mappingTemplate($0, scope, of: "variables") }
    close(fields)
    return name.map { AsyncAPICall.Server(name: $0, variables: variables) }
  }

  private func message(_ cursor: Cursor, _ scope: Scope) -> AsyncAPICall.Action? {
    guard var fields = fields(cursor, as: "a mapping with 'payload' and 'headers'") else { return nil }
    let payload = fields.take("payload").flatMap { mappingTemplate($0, scope, of: "the message's data") }
    let headers = fields.take("headers").flatMap { mappingTemplate($0, scope, of: "headers") }
    close(fields)
    return .publish(payload: payload, headers: headers)
  }

  private func subscription(_ cursor: Cursor, _ scope: Scope) -> AsyncAPICall.Subscription? {
    guard var fields = fields(cursor, as: "a mapping with 'consume'") else { return nil }
    let filter = fields.take("filter").flatMap { expression($0, scope) }
    let consume = require("consume", of: &fields, "how many messages to consume, or for how long")
    let forEach = fields.take("foreach").flatMap { subscriptionIterator($0, scope) }
    close(fields)
    guard let consume, var policy = self.fields(consume, as: "a mapping with 'amount', 'while' or 'until'") else {
      return nil
    }
    let duration = policy.take("for").flatMap { self.duration($0, scope) }
    let end = single(["amount", "while", "until"], of: &policy, "an end")
    close(policy)
    let lifetime: AsyncAPICall.Subscription.Lifetime? = end.flatMap { cursor in
      switch cursor.lastKey {
      case "amount":
        integer(cursor, in: 1...Int(Int32.max), as: "a whole number, 1 or more").map { .amount($0) }
      case "while": expression(cursor, scope).map { .whileTrue($0) }
      default: expression(cursor, scope).map { .untilTrue($0) }
      }
    }
    guard let lifetime else { return nil }
    return AsyncAPICall.Subscription(filter: filter, lifetime: lifetime, duration: duration, forEach: forEach)
  }
}

extension AsyncAPICall {
  fileprivate static let protocols = [
    "amqp", "amqp1", "anypointmq", "googlepubsub", "http", "ibmmq", "jms", "kafka", "mercure", "mqtt", "mqtt5", "nats",
    "pulsar", "redis", "sns", "solace", "sqs", "stomp", "ws",
  ]
}
