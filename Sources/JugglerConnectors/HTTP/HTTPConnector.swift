internal import AsyncHTTPClient
internal import AsyncPatterns
package import JSON
internal import Juggler
package import OpenWorkflowRuntime

/// Performs `call: http`.
///
/// Arguments: `method`, `uri`, `headers`, `query`, `body`, `output`, `redirect` and `authentication`, all of them plain
/// values. It never repeats a call by itself: that is what a retry policy is for.
package final class HTTPConnector: Connector {
  package let name = "http"
  private let client: PolicedHTTPClient
  private let configuration: Configuration
  /// Calls under way by origin. The client would fail those that wait longer for a connection than one may take to be
  /// established.
  private let permits: Registry<String, AsyncSemaphore>

  package init(configuration: Configuration = Configuration()) {
    self.configuration = configuration
    client = PolicedHTTPClient(configuration)
    let limit = configuration.connectionsPerHost
    permits = Registry(maxCount: 1000, canForget: { $0.used == 0 && $0.waiting == 0 }) { _ in
      AsyncSemaphore(permits: limit)
    }
  }

  package func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
    let call = try HTTPCall(arguments)
    let request = try HTTPRequest(call, idempotencyKey: context.idempotencyKey, userAgent: configuration.userAgent)
    let exchange = HTTPExchange(
      client: client, permits: permits, call: call, limit: configuration.maximumResponseBytes)
    let (answered, response) = try await exchange.run(request)
    return try call.output.value(of: response, to: answered)
  }

  /// Closes every connection. No call may be performed afterwards.
  package func shutdown() async { await client.shutdown() }
}
