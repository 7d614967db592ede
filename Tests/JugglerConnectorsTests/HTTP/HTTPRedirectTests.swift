import JSON
import Juggler
import JugglerTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTPRedirectTests {
  @Test func isAnErrorUnlessFollowed() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/old", .redirect(to: "/new"))
      let fault = try await caller.fault("get", "/old")
      #expect(fault.status == 302)
      #expect(fault.detail?.contains("a redirect to /new that is not followed") == true)
      #expect(upstream.statistics.received == 1)
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308]) func isFollowed(_ status: Int) async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("POST", "/old", .redirect(to: "new?x=1", status: status))
      upstream.route("*", "/new") { .text("\($0.method) \($0.target) \($0.text) \($0.header("content-type") ?? "-")") }
      let expected = status < 307 ? "GET /new?x=1  -" : "POST /new?x=1 {} application/json"
      let output = try await caller.call("post", "/old", ["redirect": true, "body": [:]])
      #expect(output == .string(expected))
    }
  }

  @Test func keepsTheMethodOfOthersThanPost() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("PUT", "/old", .redirect(to: "/new", status: 302))
      upstream.route("*", "/new") { .text($0.method) }
      #expect(try await caller.call("put", "/old", ["redirect": true, "body": "x"]) == "PUT")
    }
  }

  @Test func acceptsAStatusBelow400WhenRedirecting() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/", .status(304))
      #expect(try await caller.call("get", "/", ["redirect": true, "output": "response"])["statusCode"] == 304)
      #expect(try await caller.fault("get", "/").status == 304)
    }
  }

  @Test func endsAfterTen() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/loop/{n}") { .redirect(to: "/loop/\(Int($0.parameters["n"] ?? "")! + 1)") }
      upstream.route("GET", "/loop/10", .text("there"))
      #expect(try await caller.call("get", "/loop/0", ["redirect": true]) == "there")
      #expect(upstream.statistics.received == 11)
      let fault = try await caller.fault("get", "/loop/11", ["redirect": true])
      #expect(fault.title == "Too Many Redirects")
      #expect(fault.status == 302)
      #expect(upstream.statistics.received == 22)
    }
  }

  @Test func keepsCredentialsFromAnotherOrigin() async throws {
    try await withHTTP { caller, upstream async throws in
      try await withLoopbackUpstream { other async throws in
        other.route("GET", "/") { .text($0.header("authorization") ?? "none") }
        upstream.route("GET", "/away", .redirect(to: other.url + "/"))
        upstream.route("GET", "/here", .redirect(to: "/there"))
        upstream.route("GET", "/there") { .text($0.header("authorization") ?? "none") }
        let arguments: JSONObject = ["redirect": true, "authentication": ["scheme": "bearer", "token": "t"]]
        #expect(try await caller.call("get", "/here", arguments) == "Bearer t")
        #expect(try await caller.call("get", "/away", arguments) == "none")
      }
    }
  }
}
