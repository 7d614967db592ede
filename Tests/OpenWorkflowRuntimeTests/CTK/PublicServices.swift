import JSON
import JugglerTesting

/// Stands for the public services that the conformance kit calls.
enum PublicServices {
  /// The document with their hosts replaced by the upstream's.
  static func redirected(_ document: String, to upstream: LoopbackUpstream) -> String {
    var document = document
    for host in ["https://petstore.swagger.io", "https://httpbin.org"] {
      document = document.split(separator: host, omittingEmptySubsequences: false)
        .joined(separator: "http://127.0.0.1:\(upstream.port)")
    }
    return document
  }

  static func open(on upstream: LoopbackUpstream) {
    upstream.route("GET", "/v2/pet/{id}") { request in
      guard let id = request.parameters["id"].flatMap(Int64.init) else { return .status(404) }
      return .json(["id": .integer(id), "name": "Milou", "status": "available"])
    }
    upstream.route("GET", "/v2/pet/findByStatus") { request in
      guard request.query == "status=available" else { return .json([]) }
      return .json([["id": 1, "name": "Milou", "status": "available"]])
    }
    upstream.route("GET", "/basic-auth/{user}/{password}") { request in
      // The only credentials of the kit, serverless-workflow:conformance-test, as RFC 7617 encodes them.
      guard request.header("authorization") == "Basic c2VydmVybGVzcy13b3JrZmxvdzpjb25mb3JtYW5jZS10ZXN0" else {
        return .unauthorized(challenge: "Basic realm=\"test\"")
      }
      return .json(["authenticated": true])
    }
  }
}
