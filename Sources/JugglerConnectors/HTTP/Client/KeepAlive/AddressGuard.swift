internal import IPAddresses
internal import NIOCore

/// Asks the outbound policy the last moment before a connection is opened, of each address that a name was resolved to.
final class AddressGuard: ChannelOutboundHandler {
  typealias OutboundIn = Never

  private let policy: OutboundPolicy
  private let check: OutboundPolicy.AddressCheck

  init(_ policy: OutboundPolicy, _ check: OutboundPolicy.AddressCheck) {
    self.policy = policy
    self.check = check
  }

  func connect(context: ChannelHandlerContext, to address: SocketAddress, promise: EventLoopPromise<Void>?) {
    do {
      if let address = IPAddress(address) { try policy.check(address, check) }
      context.connect(to: address, promise: promise)
    } catch {
      promise?.fail(error)
    }
  }
}
