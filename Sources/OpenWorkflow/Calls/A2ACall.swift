/// `call: a2a`: an agent by the Agent2Agent protocol.
package struct A2ACall: Sendable {
  package enum Agent: Sendable {
    case card(ExternalResource)
    case server(Endpoint)
  }

  package let agent: Agent
  package let method: String
  package let parameters: Template?
}
