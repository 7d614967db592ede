import HTTPTypes
import Hummingbird

/// The paths of a server, for requests that the router found nothing for.
struct PathTable: Sendable {
  private let entries: [(segments: [Substring], methods: [String])]

  init(_ endpoints: [Endpoint]) {
    var methods: [String: [String]] = [:]
    for endpoint in endpoints { methods[endpoint.path, default: []].append(endpoint.method.rawValue) }
    entries = methods.sorted { $0.key < $1.key }.map { path, methods in
      (path.split(separator: "/"), methods + (methods.contains("GET") ? ["HEAD"] : []))
    }
  }

  func problem(for request: Request) -> Problem {
    let path = request.uri.path
    let methods = entries.first { Self.matches($0.segments, path.split(separator: "/")) }?.methods
    guard let methods, !methods.contains(request.method.rawValue) else {
      return Problem(.notFound, "there is nothing at \(path.prefix(200)); /openapi.json lists what there is")
    }
    let allowed = methods.joined(separator: ", ")
    return Problem(
      .methodNotAllowed, "\(request.method) is not possible here, only \(allowed)", headers: [.allow: allowed])
  }

  private static func matches(_ pattern: [Substring], _ path: [Substring]) -> Bool {
    pattern.count == path.count && zip(pattern, path).allSatisfy { $0.first == "{" || $0 == $1 }
  }
}
