import AsyncHTTPClient
import Foundation
import Hummingbird
import JugglerServer
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@Suite(.timeLimit(.minutes(2)), .enabled("needs the openssl command") { OpenSSL.path != nil })
struct TLSTests {
  /// A server with a certificate for `localhost`, and a client that trusts it.
  private func withTLS(
    _ version: HTTPClient.Configuration.HTTPVersion,
    routes: @escaping (Router<ServerRequestContext>) -> Void = HTTP1Tests.routes,
    _ body: @escaping @Sendable (HTTPClient, RunningServer, _ base: String) async throws -> Void
  ) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = try OpenSSL.selfSigned(in: directory)
    try await withServer(tls: files, routes: routes) { server in
      var configuration = HTTPClient.Configuration()
      configuration.httpVersion = version
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .file(files.certificateChain)
      configuration.tlsConfiguration = tls
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      do {
        try await body(client, server, "https://localhost:\(server.port)")
      } catch {
        try await client.shutdown()
        throw error
      }
      try await client.shutdown()
    }
  }

  private static func text(_ response: HTTPClientResponse) async throws -> String {
    String(buffer: try await response.body.collect(upTo: 1 << 24))
  }

  @Test func servesHTTP2ToClientsThatWantIt() async throws {
    try await withTLS(.automatic) { client, server, base in
      let response = try await client.execute(HTTPClientRequest(url: base + "/hello"), timeout: .seconds(60))
      #expect(response.version == .http2)
      #expect(response.status == .ok)
      #expect(response.headers.first(name: "date") != nil)
      #expect(try await Self.text(response) == "hello")
      #expect(server.server.load.connections == 1)
    }
  }

  @Test func servesHTTP11OverTLS() async throws {
    try await withTLS(.http1Only) { client, _, base in
      let response = try await client.execute(HTTPClientRequest(url: base + "/hello"), timeout: .seconds(60))
      #expect(response.version == .http1_1)
      #expect(try await Self.text(response) == "hello")
    }
  }

  @Test func passesLargeBodiesBothWaysOverHTTP2() async throws {
    try await withTLS(.automatic) { client, _, base in
      let body = ByteBuffer(repeating: 65, count: 3 << 20)
      var request = HTTPClientRequest(url: base + "/echo")
      request.method = .POST
      request.body = .bytes(body)
      let response = try await client.execute(request, timeout: .seconds(60))
      let echo = try await response.body.collect(upTo: 1 << 24)
      #expect(echo == body)
    }
  }

  @Test func answersManyRequestsOfOneConnectionAtOnce() async throws {
    try await withTLS(.automatic) { client, server, base in
      _ = try await Self.text(client.execute(HTTPClientRequest(url: base + "/hello"), timeout: .seconds(60)))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<200 {
          group.addTask {
            var request = HTTPClientRequest(url: base + "/echo")
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: "\(number)"))
            let response = try await client.execute(request, timeout: .seconds(60))
            #expect(try await Self.text(response) == "\(number)")
          }
        }
        try await group.waitForAll()
      }
      #expect(server.server.load.connections == 1)
    }
  }

  @Test func streamsPiecesOverHTTP2AndRefusesBodiesThatAreTooLarge() async throws {
    try await withTLS(.automatic) { client, _, base in
      let pieces = try await client.execute(HTTPClientRequest(url: base + "/pieces"), timeout: .seconds(60))
      #expect(try await Self.text(pieces) == "onetwo")
      var request = HTTPClientRequest(url: base + "/echo")
      request.method = .POST
      request.body = .bytes(ByteBuffer(repeating: 65, count: (16 << 20) + 1))
      let refused = try await client.execute(request, timeout: .seconds(60))
      #expect(refused.status == .payloadTooLarge)
    }
  }

  @Test func cancelsTheHandlerWhenAStreamIsReset() async throws {
    let started = Gate()
    let cancelled = Gate()
    try await withTLS(
      .automatic,
      routes: { router in
        router.get("/wait") { _, _ in
          started.arrive()
          let (never, continuation) = AsyncStream<Void>.makeStream()
          for await _ in never {}
          if Task.isCancelled { cancelled.arrive() }
          withExtendedLifetime(continuation) {}
          return "late"
        }
      }
    ) { client, _, base in
      await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { _ = try await client.execute(HTTPClientRequest(url: base + "/wait"), timeout: .seconds(60)) }
        await started.reached()
        group.cancelAll()
      }
      await cancelled.reached()
    }
  }

  @Test func saysWhichFilesAreOfNoUse() async throws {
    let files = TLSFiles(certificateChain: "/nowhere/chain.pem", privateKey: "/nowhere/key.pem")
    let error = await #expect(throws: APIServerError.self) {
      try await APIServer(
        configuration: APIServerConfiguration(port: 0, tls: files), router: Router(context: ServerRequestContext.self)
      ).run()
    }
    #expect(error?.description.contains("/nowhere/chain.pem") == true)
  }
}
