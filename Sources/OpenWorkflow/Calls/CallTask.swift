/// `call`: a service by one of the built-in protocols, or a function.
package enum CallTask: Sendable {
  case http(HTTPCall)
  case openAPI(OpenAPICall)
  case asyncAPI(AsyncAPICall)
  case grpc(GRPCCall)
  case a2a(A2ACall)
  case mcp(MCPCall)
  case function(FunctionCall)
}

/// A call of a custom function: a task that is defined elsewhere.
package final class FunctionCall: Sendable {
  package enum Target: Sendable {
    /// A function of `use.functions`, which is known to exist.
    case component(String)
    /// `name:version@catalog`. `catalog` is `nil` for the runtime's default one.
    case catalog(name: String, version: String, catalog: Catalog?)
    /// A function document at a URI.
    case uri(String)
  }

  /// The member `call` as written.
  package let name: String
  package let target: Target
  /// The member `with`, which becomes the function's input.
  package let arguments: Template

  init(name: String, target: Target, arguments: Template) {
    self.name = name
    self.target = target
    self.arguments = arguments
  }
}
