import NIOCore
import NIOHTTP1
import NIOSSL

/// Gives a new connection its handlers.
struct ConnectionSetup: Sendable {
  let transport: Transport
  let loops: EventLoops
  let tls: NIOSSLContext?
  let http2: Bool

  /// Only on the connection's event loop.
  func start(_ channel: any Channel) throws {
    guard let loop = loops[channel.eventLoop] else {
      throw APIServerError(description: "a connection came on an event loop of another group")
    }
    let pipeline = channel.pipeline.syncOperations
    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
    guard transport.load.admitConnection() else {
      return try pipeline.addHandler(RefusingHandler(isSecure: tls != nil))
    }
    try addHTTP1(pipeline, loop: loop)
  }

  private func addHTTP1(_ pipeline: ChannelPipeline.SynchronousOperations, loop: LoopContext) throws {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderListSize = transport.limits.headerSize
    limits.maxHeaderFieldSize = transport.limits.headerSize
    limits.maxHeaderFieldCount = transport.limits.headerCount
    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
    try pipeline.addHandlers([
      ByteToMessageHandler(decoder), HTTP1Handler(transport: transport, loop: loop),
    ])
  }
}

extension NIOSSLContext {
  convenience init(_ files: TLSFiles, http2: Bool) throws {
    do {
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificateChain).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: files.privateKey, format: .pem)))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = http2 ? ["h2", "http/1.1"] : ["http/1.1"]
      try self.init(configuration: configuration)
    } catch {
      throw APIServerError(
        description: "the certificate chain \(files.certificateChain) and private key \(files.privateKey) "
          + "cannot be used: \(error); both must be readable PEM files that belong together")
    }
  }
}
