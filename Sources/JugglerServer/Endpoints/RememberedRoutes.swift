import Hummingbird
import Synchronization

/// What the router found for the paths that come again and again, so that it is not asked each time.
final class RememberedRoutes: Sendable {
  struct Route: Sendable {
    let endpoint: ServedEndpoint
    let parameters: Parameters
  }

  /// Paths at most: clients may invent some.
  private static let limit = 256
  /// Bytes of a path at most.
  private static let lengthLimit = 200

  private let routes = Mutex<[String: Route]>([:])

  func find(_ request: Request) -> Route? {
    guard let path = request.head.path, path.utf8.count <= Self.lengthLimit else { return nil }
    let route = routes.withLock { $0[path] }
    guard let route, route.endpoint.method == request.method else { return nil }
    return route
  }

  func remember(_ request: Request, _ endpoint: ServedEndpoint, _ parameters: Parameters) {
    guard request.method == endpoint.method, let path = request.head.path, path.utf8.count <= Self.lengthLimit,
      !path.utf8.contains(UInt8(ascii: "?"))
    else { return }
    routes.withLock { routes in
      if routes.count >= Self.limit { routes = [:] }
      routes[path] = Route(endpoint: endpoint, parameters: parameters)
    }
  }
}
