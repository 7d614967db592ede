import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

extension KeySetCache {
  private static let sizeLimit = 1 << 20

  /// Fetches or reads what the configuration names.
  convenience init(_ source: TokenConfiguration.KeySource, time: SecurityTime) {
    switch source {
    case .file(let path):
      self.init(time: time) {
        // Whoever asks may be on an event loop.
        try await NIOThreadPool.singleton.runIfActive { try WholeFile.read(path) }
      }
    case .url(let url):
      self.init(time: time) {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: "application/jwk-set+json, application/json")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
        guard response.status == .ok else { throw KeySetError("\(url) answered \(response.status.code), expected 200") }
        return Array(try await response.body.collect(upTo: Self.sizeLimit).readableBytesView)
      }
    }
  }
}
