import IPAddresses
import JSON
import Juggler
import JugglerConnectors
import JugglerTesting
import Testing

/// What the policy does to real connections.
@Suite(.timeLimit(.minutes(1))) struct OutboundConnectionTests {
  /// The loopback addresses, without the names that mean them.
  let loopback: [OutboundRule] = [.addresses("127.0.0.0/8"), .addresses("::1")]

  func port(_ upstream: LoopbackUpstream) -> String { String(upstream.url.split(separator: ":").last ?? "") }

  @Test func aNameIsRefusedForTheAddressThatItResolvesTo() async throws {
    try await withHTTP {
      $0.outbound = .server(denied: loopback)
    } _: { caller, upstream async throws in
      upstream.route("GET", "/", .text("secret"))
      let fault = try await caller.fault("get", "", ["uri": .string("http://localhost:\(port(upstream))/")])
      #expect(fault.type == Fault.Kind.authorization.type)
      #expect(fault.status == 403)
      #expect(fault.detail?.contains("--outbound-deny") == true)
      // It was connected to, but nothing was said.
      #expect(upstream.statistics.received == 0)
    }
  }

  @Test func anAddressIsRefusedBeforeItIsConnectedTo() async throws {
    try await withHTTP {
      $0.outbound = .server(denied: loopback)
      $0.connectTimeout = .seconds(30)
    } _: { caller, upstream async throws in
      for host in ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "127.1"] {
        let fault = try await caller.fault("get", "", ["uri": .string("http://\(host):\(port(upstream))/")])
        #expect(fault.status == 403, "\(host)")
      }
      for uri in [
        "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
      ] {
        #expect(try await caller.fault("get", "", ["uri": .string(uri)]).status == 403, "\(uri)")
      }
      #expect(upstream.statistics.received == 0)
    }
  }

  @Test func aRedirectIsNoWayAround() async throws {
    try await withLoopbackUpstream { other async throws in
      other.route("GET", "/", .text("secret"))
      try await withHTTP {
        // What is allowed by name, may not lead to what is not.
        $0.outbound = .server(allowed: [.host("localhost")])
      } _: { caller, upstream async throws in
        let base = "http://localhost:\(port(upstream))"
        for (number, target) in [
          "http://169.254.169.254/", "http://127.0.0.1:\(port(other))/", "http://[::1]:\(port(other))/",
          "//127.0.0.1:\(port(other))/",
          "http+unix://%2Fs/",
        ].enumerated() {
          upstream.route("GET", "/\(number)", .redirect(to: target))
          let fault = try await caller.fault("get", "", ["uri": .string("\(base)/\(number)"), "redirect": true])
          #expect(fault.status == 403, "\(target)")
        }
        upstream.route("GET", "/fine", .redirect(to: "/end"))
        upstream.route("GET", "/end", .text("end"))
        #expect(try await caller.call("get", "", ["uri": .string("\(base)/fine"), "redirect": true]) == "end")
        #expect(other.statistics.received == 0)
      }
    }
  }

  @Test func aNameIsAllowedForTheAddressThatItResolvesTo() async throws {
    try await withHTTP {
      $0.outbound = .server(allowed: loopback)
    } _: { caller, upstream async throws in
      upstream.route("GET", "/", .text("here"))
      let uri: JSONValue = .string("http://localhost:\(port(upstream))/")
      for _ in 1...2 { #expect(try await caller.call("get", "", ["uri": uri]) == "here") }
    }
    try await withHTTP {
      $0.outbound = .server(allowed: [.addresses("192.0.2.0/24"), .host("example.com")])
    } _: { caller, upstream async throws in
      let fault = try await caller.fault("get", "", ["uri": .string("http://localhost:\(port(upstream))/")])
      #expect(fault.status == 403)
      #expect(upstream.statistics.received == 0)
    }
  }

  @Test func whatIsRefusedShowsNotEvenThatNobodyIsThere() async throws {
    try await withHTTP {
      $0.outbound = .server(denied: loopback)
    } _: { caller, _ async throws in
      // Nothing listens there.
      let fault = try await caller.fault("get", "", ["uri": "http://localhost:1/"])
      #expect(fault.status == 403)
      #expect(fault.detail?.contains("refused: nothing") == false)
    }
  }

  @Test func connectionsThatAreAllowedAreKeptForTheNextCall() async throws {
    try await withHTTP {
      $0.outbound = .server()
    } _: { caller, upstream async throws in
      upstream.route("GET", "/", .text("here"))
      for _ in 1...5 { #expect(try await caller.call("get", "/") == "here") }
      #expect(upstream.statistics.received == 5)
    }
  }

  @Test func manyRefusedAtOnceLeaveNothingOpen() async throws {
    try await withHTTP {
      $0.outbound = .server(denied: loopback)
    } _: { caller, upstream async throws in
      upstream.route("GET", "/", .text("secret"))
      let uri: JSONValue = .string("http://localhost:\(port(upstream))/")
      try await withThrowingTaskGroup { group in
        for _ in 1...100 {
          group.addTask {
            let fault = try await caller.fault("get", "", ["uri": uri])
            #expect(fault.status == 403)
          }
        }
        try await group.waitForAll()
      }
      #expect(upstream.statistics.received == 0)
    }
  }
}
