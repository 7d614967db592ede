import Crypto
import JSON
import Juggler
import JugglerTesting
import Testing

@testable import JugglerConnectors

@Suite(.timeLimit(.minutes(1))) struct HTTPAuthenticationTests {
  @Test func sendsBasicCredentials() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/") { .text($0.header("authorization") ?? "none") }
      // The example of RFC 7617, section 2.
      let output = try await caller.call(
        "get", "/", ["authentication": ["scheme": "basic", "username": "Aladdin", "password": "open sesame"]])
      #expect(output == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
      let inURL = try await caller.call(
        "get", "", ["uri": .string("http://Aladdin:open%20sesame@127.0.0.1:\(upstream.port)/"), "output": "response"])
      #expect(inURL["content"] == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
      #expect(inURL["request"]?["uri"] == .string(upstream.url + "/"))
    }
  }

  @Test func sendsABearerToken() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/") { .text($0.header("authorization") ?? "none") }
      let output = try await caller.call(
        "get", "/", ["authentication": ["scheme": "Bearer", "token": "mF_9.B5f-4.1JqM"]])
      #expect(output == "Bearer mF_9.B5f-4.1JqM")
    }
  }

  @Test func refusesIncompleteCredentialsWithoutShowingThem() async throws {
    try await withHTTP { caller, _ async throws in
      let missing = try await caller.fault("get", "/", ["authentication": ["scheme": "basic", "username": "a"]])
      #expect(missing.type == Fault.Kind.authentication.type)
      #expect(missing.detail == "authentication.password: expected one line of text")
      let unknown = try await caller.fault("get", "/", ["authentication": ["scheme": "ntlm"]])
      #expect(unknown.detail?.contains("basic, bearer or digest") == true)
    }
  }

  /// The example of RFC 7616, section 3.9.1.
  @Test(arguments: [
    (DigestChallenge.Algorithm.md5, "8ca523f5e9506fed4657c9700eebdbec"),
    (.sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
  ])
  func answersAsInTheStandard(_ algorithm: DigestChallenge.Algorithm, _ response: String) {
    let challenge = DigestChallenge(
      realm: "http-auth@example.org", nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
      opaque: "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", algorithm: algorithm, offersAuth: true, hashesName: false)
    let answer = DigestAnswer(
      challenge: challenge, credentials: Credentials(username: "Mufasa", password: "Circle of Life"), method: "GET",
      uri: "/dir/index.html", clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
    #expect(answer.response == response)
  }

  /// The example of RFC 2617, section 3.5, and the same without a quality of protection as RFC 2069 had it.
  @Test func answersOlderServers() {
    var challenge = DigestChallenge(
      realm: "testrealm@host.com", nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque: nil, algorithm: .md5,
      offersAuth: true, hashesName: false)
    let credentials = Credentials(username: "Mufasa", password: "Circle Of Life")
    func response() -> String {
      DigestAnswer(
        challenge: challenge, credentials: credentials, method: "GET", uri: "/dir/index.html", clientNonce: "0a4f113b"
      ).response
    }
    #expect(response() == "6629fae49393a05397450978507c4ef1")
    challenge.offersAuth = false
    #expect(response() == "670fd8c2df070c60b045671b8b24ff02")
  }

  @Test func readsChallenges() {
    let header =
      #"Basic realm="a, b", Digest realm="r \"q\"", qop="auth, auth-int", algorithm=SHA-256, nonce="n", opaque="o""#
    #expect(
      DigestChallenge.parse(header) == [
        DigestChallenge(
          realm: #"r "q""#, nonce: "n", opaque: "o", algorithm: .sha256, offersAuth: true, hashesName: false)
      ])
    #expect(DigestChallenge.parse(#"Digest realm="r", nonce="n", qop="auth-int""#).isEmpty)
    #expect(DigestChallenge.parse(#"Digest realm="r", nonce="n", algorithm=UNKNOWN"#).isEmpty)
    #expect(DigestChallenge.parse("Bearer").isEmpty)
  }

  @Test func answersADigestChallengeOnce() async throws {
    try await withHTTP { caller, upstream async throws in
      let challenge = #"Digest realm="kitchen", nonce="abc", qop="auth", algorithm=MD5, opaque="xyz""#
      upstream.route("POST", "/vault") { request in
        guard let header = request.header("authorization") else { return .unauthorized(challenge: challenge) }
        return verify(header, request, password: "right")
          ? .text("open: \(request.text)") : .unauthorized(challenge: challenge)
      }
      func arguments(_ password: String) -> JSONObject {
        [
          "body": "knock", "query": ["a": 1],
          "authentication": ["scheme": "digest", "username": "cook", "password": .string(password)],
        ]
      }
      #expect(try await caller.call("post", "/vault", arguments("right")) == "open: knock")
      #expect(upstream.statistics.received == 2)
      #expect(try await caller.fault("post", "/vault", arguments("wrong")).status == 401)
      #expect(upstream.statistics.received == 4)
    }
  }

  @Test func answersAChallengeAgainAfterARedirectButToNobodyElse() async throws {
    try await withHTTP { caller, upstream async throws in
      try await withLoopbackUpstream { other async throws in
        let challenge = #"Digest realm="kitchen", nonce="abc", qop="auth", opaque="xyz""#
        func guarded(_ response: LoopbackResponse) -> LoopbackUpstream.Handler {
          { request in
            guard let header = request.header("authorization"), verify(header, request, password: "right")
            else { return .unauthorized(challenge: challenge) }
            return response
          }
        }
        upstream.route("GET", "/old", guarded(.redirect(to: "/new")))
        upstream.route("GET", "/new", guarded(.text("open")))
        upstream.route("GET", "/away", .redirect(to: other.url + "/"))
        other.route("GET", "/", guarded(.text("stolen")))
        let arguments: JSONObject = [
          "redirect": true, "authentication": ["scheme": "digest", "username": "cook", "password": "right"],
        ]
        #expect(try await caller.call("get", "/old", arguments) == "open")
        #expect(try await caller.fault("get", "/away", arguments).status == 401)
        #expect(other.requests.allSatisfy { $0.header("authorization") == nil })
      }
    }
  }

  /// Checks an answer with nothing of the connector's own.
  @Sendable private func verify(_ header: String, _ request: LoopbackRequest, password: String) -> Bool {
    var fields: [String: String] = [:]
    for field in header.dropFirst("Digest ".count).split(separator: ", ") {
      let pair = field.split(separator: "=", maxSplits: 1)
      fields[String(pair[0])] = pair[1].filter { $0 != "\"" }
    }
    func md5(_ text: String) -> String {
      Insecure.MD5.hash(data: Array(text.utf8)).description.replacing("MD5 digest: ", with: "")
    }
    let secret = md5("cook:kitchen:\(password)")
    let expected = md5(
      "\(secret):abc:\(fields["nc"] ?? ""):\(fields["cnonce"] ?? ""):auth:\(md5("\(request.method):\(request.target)"))"
    )
    return fields["response"] == expected && fields["uri"] == request.target && fields["opaque"] == "xyz"
  }
}
