import AsyncHTTPClient
import NIOSSL

/// The PEM files of an exporter's TLS: `OTEL_EXPORTER_OTLP_CERTIFICATE`, `…_CLIENT_CERTIFICATE` and `…_CLIENT_KEY`.
package struct OTLPCertificates: Sendable, Equatable {
  /// Of those who vouch for the collector, in place of those whom the system trusts.
  package var authorities: String?
  /// What shows the collector who this is, and the key to it.
  package var client: String?
  package var key: String?

  package init(authorities: String? = nil, client: String? = nil, key: String? = nil) {
    self.authorities = authorities
    self.client = client
    self.key = key
  }

  /// - Throws: an `OTLPCertificateError` for a file that cannot be read or is of no use.
  package func check() throws { _ = try configuration() }

  /// `nil` when TLS is as the system has it.
  func configuration() throws -> TLSConfiguration? {
    guard self != OTLPCertificates() else { return nil }
    var configuration = TLSConfiguration.makeClientConfiguration()
    if let authorities {
      configuration.trustRoots = .certificates(try read(authorities) { try NIOSSLCertificate.fromPEMFile(authorities) })
    }
    if let client {
      let chain = try read(client) { try NIOSSLCertificate.fromPEMFile(client) }
      configuration.certificateChain = chain.map { .certificate($0) }
    }
    if let key {
      configuration.privateKey = .privateKey(try read(key) { try NIOSSLPrivateKey(file: key, format: .pem) })
    }
    if (client == nil) != (key == nil) {
      throw OTLPCertificateError(
        "a client's certificate and its key belong together: found only \(client.map { "'\($0)'" } ?? key.map { "'\($0)'" } ?? "")"
      )
    }
    return configuration
  }

  private func read<Content>(_ path: String, _ body: () throws -> Content) throws -> Content {
    do {
      return try body()
    } catch {
      throw OTLPCertificateError("expected PEM in the file '\(path)', which cannot be read as that: \(error)")
    }
  }

  /// A client for requests to the collector. What is wrong with the files was found by ``check()``.
  func makeClient() -> HTTPClient {
    var configuration = HTTPClient.Configuration()
    if let tls = try? self.configuration() { configuration.tlsConfiguration = tls }
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }
}

/// Why TLS to a collector cannot be set up.
package struct OTLPCertificateError: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
