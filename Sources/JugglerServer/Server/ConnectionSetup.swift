import NIOCore
import NIOHTTP2
import NIOHTTPTypesHTTP2
import NIOSSL
import NIOTLS

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
    if tls == nil || !http2 { return try addHTTP1(pipeline, loop: loop) }
    let bound = NIOLoopBound(loop, eventLoop: channel.eventLoop)
    try pipeline.addHandler(
      ApplicationProtocolNegotiationHandler { result, channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if case .negotiated("h2") = result {
            try addHTTP2(channel, loop: bound)
          } else {
            try addHTTP1(pipeline, loop: bound.value)
          }
        }
      })
  }

  private func addHTTP2(_ channel: any Channel, loop: NIOLoopBound<LoopContext>) throws {
    let pipeline = channel.pipeline.syncOperations
    var connection = NIOHTTP2Handler.ConnectionConfiguration()
    connection.initialSettings = [
      HTTP2Setting(parameter: .maxConcurrentStreams, value: 128),
      HTTP2Setting(parameter: .maxHeaderListSize, value: transport.limits.headerSize),
    ]
    let idle = transport.limits.idleTimeout
    let management = NIOHTTP2ServerConnectionManagementHandler(
      eventLoop: channel.eventLoop,
      configuration: .init(
        maxIdleTime: .nanoseconds(Int64(idle / .nanoseconds(1))), maxAge: nil, maxGraceTime: nil, keepalive: nil))
    _ = try pipeline.configureHTTP2Pipeline(
      mode: .server, connectionConfiguration: connection, streamConfiguration: NIOHTTP2Handler.StreamConfiguration()
    ) { [transport] stream in
      stream.eventLoop.makeCompletedFuture {
        try stream.pipeline.syncOperations.addHandlers([
          HTTP2FramePayloadToHTTPServerCodec(),
          HTTP2StreamHandler(transport: transport, loop: loop.value, connection: channel),
        ])
      }
    }
    try pipeline.addHandlers([management, HTTP2Connection(transport: transport, loop: loop.value)])
  }

  private func addHTTP1(_ pipeline: ChannelPipeline.SynchronousOperations, loop: LoopContext) throws {
    try pipeline.addHandler(HTTP1Handler(transport: transport, loop: loop))
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
