import Hummingbird
import JSON
import NIOCore
import Synchronization

extension APIService {
  /// `/openapi.json`: describes these endpoints, itself, and the workflows that are deployed.
  package func openAPIEndpoint(describing endpoints: [Endpoint]) -> Endpoint {
    let cache = OpenAPICache()
    func itself(_ handler: @escaping Endpoint.Handler) -> Endpoint {
      Endpoint(.get, "/openapi.json", scope: nil, description: Descriptions.openAPI, handler: handler)
    }
    let all = endpoints + [itself { _, _ in Response(status: .ok) }]
    return itself { [catalog] _, _ in
      let bytes = cache.bytes(of: catalog.revision) { OpenAPIDocument.make(all, catalog.latest) }
      return Response(
        status: .ok, headers: [.contentType: MediaTypes.json, .cacheControl: "no-cache"],
        body: ResponseBody(byteBuffer: bytes))
    }
  }
}

/// The document as it was made last, and for which state of the catalog.
private final class OpenAPICache: Sendable {
  private let made = Mutex<(revision: Int, bytes: ByteBuffer)?>(nil)

  func bytes(of revision: Int, _ make: () -> JSONValue) -> ByteBuffer {
    if let made = made.withLock({ $0 }), made.revision == revision { return made.bytes }
    let bytes = ByteBuffer(json: make())
    made.withLock { $0 = (revision, bytes) }
    return bytes
  }
}
