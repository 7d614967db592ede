internal import AsyncPatterns
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// One server, with its connections on every event loop.
final class Upstream: Sendable {
  /// Calls under way, on all loops.
  let permits: AsyncSemaphore
  /// One for each loop.
  let pools: [ConnectionPool]
  /// Why the outbound policy does not allow connections to this host, whatever its address.
  let denial: OutboundDenied?
  private let turn = Atomic<UInt32>(0)

  init(_ origin: Origin, on loops: [any EventLoop], opener: ConnectionOpener, limit: Int) {
    permits = AsyncSemaphore(permits: limit)
    var addresses = OutboundPolicy.AddressCheck.listed
    do throws(OutboundDenied) {
      addresses = try opener.configuration.outbound.check(host: origin.host)
      denial = nil
    } catch {
      denial = error
    }
    let route = Route(origin: origin, addresses: addresses)
    pools = loops.map { ConnectionPool(route, on: $0, opener: opener) }
  }

  /// The pool on the loop that the caller runs on; for others one that has a connection to spare, else any.
  var pool: ConnectionPool {
    if let loop = MultiThreadedEventLoopGroup.currentEventLoop {
      for pool in pools where pool.loop === loop { return pool }
    }
    let start = Int(turn.wrappingAdd(1, ordering: .relaxed).oldValue)
    for offset in pools.indices {
      let pool = pools[(start &+ offset) % pools.count]
      if pool.hasIdle { return pool }
    }
    return pools[start % pools.count]
  }

  var isUnused: Bool { permits.used == 0 && permits.waiting == 0 && pools.allSatisfy(\.isEmpty) }
}
