import AsyncHTTPClient
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension KeySetCache {
  private static let sizeLimit = 1 << 20

  /// Fetches or reads what the configuration names.
  convenience init(_ source: TokenConfiguration.KeySource, time: SecurityTime) {
    switch source {
    case .file(let path):
      self.init(time: time) { Array(try Data(contentsOf: URL(filePath: path))) }
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
