internal import IPAddresses
internal import NIOCore
internal import NIOPosix

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension OutboundPolicy {
  /// Judges a connection that has just been opened, before anything is sent on it; one that is not allowed is closed.
  func admit(_ channel: any Channel, _ check: AddressCheck) -> EventLoopFuture<Void> {
    do {
      guard let remote = channel.remoteAddress else { throw OutboundDenied(place: "nowhere", reason: .notAllowed) }
      // Of a Unix domain socket the path was judged.
      if let address = IPAddress(remote) { try self.check(address, check) }
      return channel.eventLoop.makeSucceededVoidFuture()
    } catch {
      let denied = channel.eventLoop.makePromise(of: Void.self)
      channel.close().whenComplete { _ in denied.fail(error) }
      return denied.futureResult
    }
  }

  /// Whether the policy would not have let a connection to that host be made that could not be made. Then nobody is told
  /// what is there: not even that nobody answers.
  func denial(of host: String, _ check: AddressCheck) async -> OutboundDenied? {
    guard isEnforced, IPAddress(anySpelling: host) == nil else { return nil }
    let addresses = try? await NIOThreadPool.singleton.runIfActive { Self.addresses(of: host) }
    for address in addresses ?? [] {
      do throws(OutboundDenied) {
        try self.check(address, check)
      } catch {
        return error
      }
    }
    return nil
  }

  private static func addresses(of host: String) -> [IPAddress] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = Int32(SOCK_STREAM)
    #endif
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    return sequence(first: list) { $0?.pointee.ai_next }.prefix { $0 != nil }.compactMap { entry in
      guard let info = entry?.pointee, let address = info.ai_addr else { return nil }
      let bytes = UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen))
      switch info.ai_family {
      case AF_INET where bytes.count >= 8:
        return IPAddress(v4: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
      case AF_INET6 where bytes.count >= 24:
        return IPAddress(v6: UInt128(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt128.self)))
      default: return nil
      }
    }
  }
}
