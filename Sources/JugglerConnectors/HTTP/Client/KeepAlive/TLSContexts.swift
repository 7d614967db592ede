internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// What all TLS connections share. Made on a thread of its own when the first of them needs it: reading the certificates
/// that the system trusts takes milliseconds.
final class TLSContexts: Sendable {
  private let configuration: TLSConfiguration
  private let context = Mutex<EventLoopFuture<NIOSSLContext>?>(nil)

  init(_ configuration: TLSConfiguration?) {
    var configuration = configuration ?? .makeClientConfiguration()
    if configuration.applicationProtocols.isEmpty { configuration.applicationProtocols = ["http/1.1"] }
    self.configuration = configuration
  }

  func context(on loop: any EventLoop) -> EventLoopFuture<NIOSSLContext> {
    context.withLock { context in
      if let context { return context }
      let made = NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [configuration] in
        try NIOSSLContext(configuration: configuration)
      }
      context = made
      return made
    }.hop(to: loop)
  }
}
