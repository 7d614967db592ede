import IPAddresses
import NIOCore
import Testing

@testable import JugglerServer

struct FailureLimiterTests {
  let clock = SecurityClock()

  func client(_ address: String) throws -> ClientAddress {
    ClientAddress(IPAddress(try SocketAddress(ipAddress: address, port: 1)))
  }

  @Test func countsEachClientByItself() throws {
    let limiter = FailureLimiter(limit: 2, time: clock.time)
    let (a, b) = (try client("192.0.2.1"), try client("192.0.2.2"))
    #expect(limiter.fail(a) == nil)
    #expect(!limiter.isOver(a))
    #expect(limiter.fail(a) == nil)
    #expect(limiter.isOver(a))
    clock.advance(by: .seconds(20))
    #expect(limiter.fail(a) == 40)
    #expect(limiter.fail(b) == nil)
    #expect(!limiter.isOver(b))
    clock.advance(by: .seconds(40))
    #expect(!limiter.isOver(a))
    #expect(limiter.fail(a) == nil)
  }

  @Test func anIPv6HostIsOneClientUnderAllItsAddresses() throws {
    #expect(try client("2001:db8::1") == client("2001:db8::dead:beef"))
    #expect(try client("2001:db8::1") != client("2001:db8:0:1::1"))
    #expect(try client("192.0.2.1") != client("192.0.2.2"))
    // As an IPv4 client looks to a server on every network.
    #expect(try client("::ffff:192.0.2.1") == client("192.0.2.1"))
  }

  @Test func itsMemoryIsBounded() throws {
    let limiter = FailureLimiter(limit: 1, time: clock.time)
    for number in 0..<30_000 { _ = limiter.fail(.v4(UInt32(number))) }
    #expect(limiter.size <= 10_000)
  }
}
