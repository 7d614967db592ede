/// `call: a2a`: an agent by the Agent2Agent protocol.
package final class A2ACall: Sendable {
  package enum Agent: Sendable {
    case card(ExternalResource)
    case server(Endpoint)
  }

  package let agent: Agent
  package let method: String
  package let parameters: Template?

  init(agent: Agent, method: String, parameters: Template?) {
    self.agent = agent
    self.method = method
    self.parameters = parameters
  }
}
