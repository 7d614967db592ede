import HTTPTypes
import IPAddresses
import NIOCore
import Testing

@testable import JugglerServer

/// Failed attempts that come through a proxy.
struct ForwardedAccessTests {
  let clock = SecurityClock()
  let log = LogRecorder()

  func withControl(
    _ proxies: TrustedProxies?,
    _ body: (_ fail: (_ peer: String, _ forwarded: String?) async throws -> Int) async throws -> Void
  ) async throws {
    try await withDirectory { directory in
      let path = "\(directory)/keys.json"
      try APIKeyFile(path).update { $0 = [] }
      var configuration = SecurityConfiguration()
      configuration.keysFile = path
      configuration.failuresPerMinute = 1
      configuration.proxies = proxies
      let control = try AccessControl(configuration, tokens: nil, time: clock.time, log: log.logger)
      try await body { peer, forwarded in
        var fields: HTTPFields = [.apiKey: "wrong"]
        fields[.xForwardedFor] = forwarded
        let request = HTTPRequest(method: .get, scheme: "http", authority: "a", path: "/", headerFields: fields)
        do {
          _ = try await control.admit(request, from: SocketAddress(ipAddress: peer, port: 1), to: .scope(.read))
          return 200
        } catch let denied as AccessDenied {
          return denied.status.code
        }
      }
    }
  }

  @Test func areCountedForTheClientAndNotForTheProxy() async throws {
    try await withControl(TrustedProxies(["10.0.0.1"])) { fail async throws in
      #expect(try await fail("10.0.0.1", "192.0.2.1") == 401)
      #expect(try await fail("10.0.0.1", "192.0.2.2") == 401)
      #expect(try await fail("10.0.0.1", "192.0.2.1") == 429)
      // Whatever the client adds itself.
      #expect(try await fail("10.0.0.1", "192.0.2.9, 192.0.2.1") == 429)
      #expect(try await fail("192.0.2.1", nil) == 429)
    }
    #expect(log.messages.contains { $0.hasSuffix("client=192.0.2.1 proxy=10.0.0.1") })
  }

  @Test func cannotBeSpreadOverAddressesThatAreMadeUp() async throws {
    for proxies in [nil, TrustedProxies(["10.0.0.1"])] {
      try await withControl(proxies) { fail async throws in
        #expect(try await fail("192.0.2.50", "203.0.113.1") == 401)
        #expect(try await fail("192.0.2.50", "203.0.113.2") == 429)
        #expect(try await fail("192.0.2.50", "10.0.0.1, 203.0.113.3") == 429)
      }
    }
    #expect(log.messages.allSatisfy { !$0.contains("203.0.113") && !$0.contains("proxy=") })
  }
}
