import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What all connections of a server share.
final class Transport: Sendable {
  typealias Respond = @Sendable (Request, ServerRequestContext) async throws -> Reply

  let load: ServerLoad
  let logger: Logger
  let isSecure: Bool
  let proxies: TrustedProxies?
  private let responder: Respond
  private let draining = Atomic<Bool>(false)

  var limits: ServerLimits { load.limits }

  init(
    load: ServerLoad, logger: Logger, isSecure: Bool, proxies: TrustedProxies? = nil, respond: @escaping Respond
  ) {
    self.load = load
    self.logger = logger
    self.isSecure = isSecure
    self.proxies = proxies
    responder = respond
  }

  /// No further requests are wanted on connections that are open.
  var isDraining: Bool { draining.load(ordering: .relaxed) }

  func startDraining() { draining.store(true, ordering: .relaxed) }

  /// Whose request it is, for limits.
  ///
  /// - Parameter known: what was found for the connection's last request; with proxies, one can be for many clients.
  func client(of request: HTTPRequest, on channel: (any Channel)?, known: ClientAddress?) -> ClientAddress {
    if let known, proxies == nil { return known }
    return ClientAddress(proxies.client(of: request, from: channel?.remoteAddress))
  }

  /// Has a request answered by the task that this is called in, on the event loop of the request.
  func serve(_ writer: AnswerWriter) async {
    guard let incoming = writer.takeRequest() else { return }
    await writer.send(await answer(incoming.request, incoming.wholeBody, channel: incoming.channel))
  }

  /// The answer, whatever happens: what nobody caught is a 500 that tells nothing, and is logged.
  private func answer(_ request: Request, _ wholeBody: ByteBuffer?, channel: any Channel) async -> Reply {
    var context = ServerRequestContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
    context.wholeBody = wholeBody
    do {
      return try await responder(request, context)
    } catch {
      return answer(to: error, request, context)
    }
  }

  @inline(never)
  private func answer(to error: any Error, _ request: Request, _ context: ServerRequestContext) -> Reply {
    let unexpected = Reply.whole(PlainAnswer.problem(.internalServerError))
    if let error = error as? any HTTPResponseError {
      return (try? error.response(from: request, context: context)).map { .written($0) } ?? unexpected
    }
    if !Task.isCancelled {
      logger.error("a request failed", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
    }
    return unexpected
  }
}
