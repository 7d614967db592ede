import JSON
import Juggler
import JugglerConnectors
import JugglerTesting
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTPNetworkTests {
  /// A port on which nothing listens: that of a service which nobody has used for decades.
  private let closedPort = 1

  @Test(arguments: ["127.0.0.1", "localhost"]) func reportsARefusedConnection(_ host: String) async throws {
    let port = closedPort
    try await withHTTP { caller, _ async throws in
      let fault = try await caller.fault("get", "", ["uri": .string("http://\(host):\(port)/x")])
      #expect(fault.type == Fault.Kind.communication.type)
      #expect(fault.status == 500)
      #expect(
        fault.detail == "GET http://\(host):\(port)/x: connection refused: nothing listens at \(host):\(port)")
    }
  }

  @Test func reportsAHostThatIsNotFound() async throws {
    try await withHTTP { caller, _ async throws in
      let fault = try await caller.fault("get", "", ["uri": "http://nowhere.invalid/x"])
      #expect(fault.type == Fault.Kind.communication.type)
      #expect(
        fault.detail?.hasPrefix("GET http://nowhere.invalid/x: host not found: no address for 'nowhere.invalid'")
          == true)
    }
  }

  @Test func reportsAClosedConnection() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/gone", .disconnect)
      upstream.route("GET", "/cut", .text("0123456789").truncated(after: 4))
      for path in ["/gone", "/cut"] {
        let fault = try await caller.fault("get", path)
        #expect(fault.type == Fault.Kind.communication.type)
        #expect(fault.status == 500)
        #expect(fault.detail?.hasPrefix("GET \(upstream.url)\(path): the server closed the connection") == true)
      }
      // What failed is not tried again.
      #expect(upstream.statistics.received == 2)
    }
  }

  @Test func reportsAServerThatIsSilentForTooLong() async throws {
    try await withHTTP {
      $0.readTimeout = .milliseconds(20)
    } _: { caller, upstream async throws in
      upstream.route("GET", "/", .hang)
      let fault = try await caller.fault("get", "/")
      #expect(fault.type == Fault.Kind.timeout.type)
      #expect(fault.status == 408)
      #expect(fault.detail?.contains(upstream.url) == true)
    }
  }

  @Test func reportsAServerThatDoesNotSpeakTLS() async throws {
    try await withHTTP { caller, upstream async throws in
      let fault = try await caller.fault("get", "", ["uri": .string("https://127.0.0.1:\(upstream.port)/")])
      #expect(fault.type == Fault.Kind.communication.type)
      #expect(fault.detail?.contains("does it expect http:// instead of https://?") == true, "\(fault)")
    }
  }

  @Test(arguments: [LoopbackResponse.hang, .text("0123456789").stalled(after: 4)])
  func closesTheConnectionWhenCancelled(_ response: LoopbackResponse) async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/", response)
      await #expect(throws: CancellationError.self) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { try await caller.call("get", "/") }
          try await upstream.wait { $0.active == 1 }
          group.cancelAll()
          try await upstream.wait { $0.abandoned == 1 }
          try await group.waitForAll()
        }
      }
    }
  }

  @Test func sendsNothingWhenCancelledBefore() async throws {
    try await withHTTP { caller, upstream async throws in
      await #expect(throws: CancellationError.self) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.cancelAll()
          group.addTask { try await caller.call("get", "/") }
          try await group.waitForAll()
        }
      }
      #expect(upstream.statistics.connections == 0)
    }
  }

  @Test func overlapsTwoHundredCallsToOneHost() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/", .hang)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...200 { group.addTask { try await caller.call("get", "/") } }
        // Only if all of them are under way at once does this ever return.
        try await upstream.wait { $0.active == 200 }
        group.cancelAll()
        try await upstream.wait { $0.abandoned == 200 }
      }
    }
  }

  @Test func limitsTheConnectionsToOneHost() async throws {
    try await withHTTP {
      $0.connectionsPerHost = 4
    } _: { caller, upstream async throws in
      upstream.route("GET", "/", .text("x").after(.milliseconds(1)))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...100 { group.addTask { try await caller.call("get", "/") } }
        try await group.waitForAll()
      }
      #expect(upstream.statistics.mostActive <= 4)
      #expect(upstream.statistics.answered == 100)
    }
  }

  @Test func letsCallsWaitForTheirTurnLongerThanAConnectionMayTake() async throws {
    try await withHTTP {
      $0.connectionsPerHost = 1
      $0.connectTimeout = .seconds(1)
    } _: { caller, upstream async throws in
      upstream.route("GET", "/", .text("x").after(.milliseconds(1300)), .text("x"))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...3 { group.addTask { try await caller.call("get", "/") } }
        try await group.waitForAll()
      }
      #expect(upstream.statistics.answered == 3)
    }
  }

  @Test func keepsAConnectionForTheNextCall() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/", .json([:]))
      for _ in 1...5 { try await caller.call("get", "/") }
      #expect(upstream.statistics.connections == 1)
    }
  }

  @Test func refusesCallsAfterTheShutdown() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/", .json([:]))
      try await caller.call("get", "/")
      await caller.connector.shutdown()
      #expect(try await caller.fault("get", "/").detail?.contains("shut down") == true)
    }
  }
}
