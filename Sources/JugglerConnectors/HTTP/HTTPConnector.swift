internal import AsyncPatterns
package import JSON
internal import Juggler
internal import NIOCore
package import OpenWorkflowRuntime

/// Performs `call: http`.
///
/// Arguments: `method`, `uri`, `headers`, `query`, `body`, `output`, `redirect` and `authentication`, all of them plain
/// values. It never repeats a call by itself: that is what a retry policy is for.
package final class HTTPConnector: Connector {
  package let name = "http"
  private let transport: HTTPTransport
  private let configuration: Configuration

  package init(configuration: Configuration = Configuration()) {
    self.configuration = configuration
    transport = HTTPTransport(configuration)
  }

  package func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
    let call = try HTTPCall(arguments)
    let request = try await request(call, context)
    let (answered, response) = try await HTTPExchange(transport: transport, call: call).run(request)
    if response.body.readableBytes > Self.inlineBytes {
      return try await CPUPool.shared.run { try call.output.value(of: response, to: answered) }
    }
    return try call.output.value(of: response, to: answered)
  }

  private func request(_ call: HTTPCall, _ context: EffectContext) async throws -> HTTPRequest {
    let (key, agent) = (context.idempotencyKey, configuration.userAgent)
    if call.body?.isSmaller(than: Self.inlineSize) ?? true {
      return try HTTPRequest(call, idempotencyKey: key, userAgent: agent)
    }
    return try await CPUPool.shared.run { try HTTPRequest(call, idempotencyKey: key, userAgent: agent) }
  }

  /// A value larger than this, as `isSmaller` counts, is written on the CPU pool, for the same reason as below.
  private static let inlineSize = 64 << 10

  /// A body larger than this is read on the CPU pool: here, that would take more than about a millisecond, and this
  /// thread may be an event loop that serves others.
  private static let inlineBytes = 128 << 10

  /// Closes every connection. No call may be performed afterwards.
  package func shutdown() async { await transport.shutdown() }
}
