import JSON
import Juggler
import JugglerConnectors
import JugglerTesting
import NIOCore
import NIOSSL
import Subprocess
import Testing

/// Whether the `openssl` command is there to make a certificate.
private func hasOpenSSL() async -> Bool {
  let result = try? await run(.name("openssl"), arguments: ["version"], output: .discarded)
  return result?.terminationStatus.isSuccess == true
}

@Suite(.timeLimit(.minutes(1)), .enabled("needs the openssl command") { await hasOpenSSL() })
struct HTTPTLSTests {
  private struct Identity {
    let certificate: NIOSSLCertificate
    let key: NIOSSLPrivateKey
  }

  /// A key and a certificate for `localhost` that nobody but itself has signed.
  private func selfSigned() async throws -> Identity {
    let result = try await run(
      .name("openssl"),
      arguments: [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "/dev/stdout", "-out", "/dev/stdout",
      ], output: .string(limit: 1 << 16), error: .discarded)
    let pem = result.standardOutput
    return Identity(
      certificate: try #require(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)).first),
      key: try NIOSSLPrivateKey(bytes: Array(pem.utf8), format: .pem))
  }

  private func withTLS(_ body: (LoopbackUpstream, NIOSSLCertificate) async throws -> Void) async throws {
    let identity = try await selfSigned()
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: [.certificate(identity.certificate)], privateKey: .privateKey(identity.key))
    let tls = try NIOSSLContext(configuration: configuration)
    let upstream = try await LoopbackUpstream.start { channel in
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
    }
    upstream.route("GET", "/", .text("private"))
    do {
      try await body(upstream, identity.certificate)
      await upstream.stop()
    } catch {
      await upstream.stop()
      throw error
    }
  }

  @Test func reportsACertificateThatIsNotTrusted() async throws {
    try await withTLS { upstream, _ in
      try await withHTTP { caller, _ async throws in
        let fault = try await caller.fault("get", "", ["uri": .string("https://localhost:\(upstream.port)/")])
        #expect(fault.type == Fault.Kind.communication.type)
        #expect(fault.status == 500)
        let beginning =
          "GET https://localhost:\(upstream.port)/: the TLS certificate of localhost:\(upstream.port) is not trusted"
        #expect(fault.detail?.hasPrefix(beginning) == true, "\(fault)")
      }
    }
  }

  @Test func callsAServerThatIsTrusted() async throws {
    try await withTLS { upstream, certificate in
      var trusting = TLSConfiguration.makeClientConfiguration()
      trusting.trustRoots = .certificates([certificate])
      try await withHTTP {
        $0.tls = trusting
      } _: { caller, _ async throws in
        let output = try await caller.call("get", "", ["uri": .string("https://localhost:\(upstream.port)/")])
        #expect(output == "private")
      }
    }
  }
}
