import JSON
import Juggler
import JugglerTesting
import OpenWorkflowRuntime
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTPRequestTests {
  private func sent(_ method: String, _ path: String, _ arguments: JSONObject = [:]) async throws -> LoopbackRequest {
    var sent: LoopbackRequest?
    try await withHTTP { caller, upstream async throws in
      upstream.route("*", "/*", .status(204))
      try await caller.call(method, path, arguments)
      sent = upstream.requests.first
    }
    return try #require(sent)
  }

  @Test(arguments: ["get", "HEAD", "post", "put", "patch", "delete", "options", "purge"])
  func sendsEveryMethod(_ method: String) async throws {
    #expect(try await sent(method, "/").method == method.uppercased())
  }

  @Test func sendsLargeBodiesWhole() async throws {
    let body = JSONValue.array((0..<50_000).map { ["n": .integer($0)] })
    #expect(try JSONValue(parsing: try await sent("post", "/", ["body": body]).body) == body)
  }

  @Test func mergesTheQueryIntoTheURI() async throws {
    let query: JSONValue = [
      "name": "Käse & Brot+", "n": 3, "price": 2.5, "fresh": true, "tag": ["a", .null, "b c"], "none": .null,
      "filter": ["x": 1],
    ]
    let target = try await sent("get", "/items?page=1#top", ["query": query]).target
    #expect(
      target == "/items?page=1&name=K%C3%A4se%20%26%20Brot%2B&n=3&price=2.5&fresh=true&tag=a&tag=b%20c"
        + "&filter=%7B%22x%22%3A1%7D")
  }

  @Test func encodesWhatNoURIMayContain() async throws {
    #expect(try await sent("get", "/ä b/%2F?q=ü|").target == "/%C3%A4%20b/%2F?q=%C3%BC%7C")
  }

  @Test func writesHeadersAsText() async throws {
    let headers: JSONValue = ["X-Count": 3, "X-Flag": true, "X-List": ["a", 2], "X-None": .null, "X-Object": ["a": 1]]
    let request = try await sent("get", "/", ["headers": headers])
    #expect(request.header("x-count") == "3")
    #expect(request.header("x-flag") == "true")
    #expect(request.headers.filter { $0.name == "X-List" }.map(\.value) == ["a", "2"])
    #expect(request.header("x-none") == nil)
    #expect(request.header("x-object") == #"{"a":1}"#)
  }

  @Test func namesItselfAndTheStep() async throws {
    let request = try await sent("get", "/")
    #expect(request.header("user-agent") == "juggler")
    #expect(request.header("idempotency-key") == context.idempotencyKey)
    let own = try await sent("get", "/", ["headers": ["idempotency-key": "mine", "User-Agent": "me"]])
    #expect(own.headers.filter { $0.name.lowercased() == "idempotency-key" }.map(\.value) == ["mine"])
    #expect(own.header("user-agent") == "me")
  }

  @Test(arguments: [
    (["a": 1, "b": [true, .null]] as JSONValue, #"{"a":1,"b":[true,null]}"#), ([1, 2] as JSONValue, "[1,2]"),
    (7 as JSONValue, "7"), (false as JSONValue, "false"),
  ])
  func sendsValuesAsJSON(_ body: JSONValue, _ text: String) async throws {
    let request = try await sent("post", "/", ["body": body])
    #expect(request.text == text)
    #expect(request.header("content-type") == "application/json")
    #expect(request.header("content-length") == String(text.utf8.count))
  }

  @Test func sendsStringsAsText() async throws {
    let plain = try await sent("post", "/", ["body": "hello"])
    #expect(plain.text == "hello")
    #expect(plain.header("content-type") == "text/plain; charset=utf-8")
    let json = try await sent("post", "/", ["body": #"{"a":1}"#, "headers": ["content-type": "application/json"]])
    #expect(json.text == #"{"a":1}"#)
    #expect(json.headers.filter { $0.name.lowercased() == "content-type" }.map(\.value) == ["application/json"])
  }

  @Test func sendsMapsAsForms() async throws {
    let form: JSONObject = [
      "headers": ["Content-Type": "application/x-www-form-urlencoded"],
      "body": ["grant": "a b&c", "n": 1, "tag": ["x", "y"], "none": .null],
    ]
    #expect(try await sent("post", "/", form).text == "grant=a+b%26c&n=1&tag=x&tag=y")
  }

  @Test func sendsBase64AsBytesUnderABinaryType() async throws {
    let request = try await sent("put", "/", ["headers": ["Content-Type": "image/png"], "body": "iVBORwD/"])
    #expect(request.body == [0x89, 0x50, 0x4E, 0x47, 0x00, 0xFF])
    try await withHTTP { caller, upstream async throws in
      let fault = try await caller.fault("put", "/", ["headers": ["Content-Type": "image/png"], "body": "no base64!"])
      #expect(fault.status == 400)
      #expect(fault.detail?.contains("expected base64, because the content type is image/png") == true)
      #expect(upstream.statistics.received == 0)
    }
  }

  @Test func sendsNoBodyForNull() async throws {
    let request = try await sent("post", "/", ["body": .null])
    #expect(request.body.isEmpty)
    #expect(request.header("content-type") == nil)
  }

  @Test func refusesArgumentsThatCannotBeSent() async throws {
    try await withHTTP { caller, upstream async throws in
      #expect(try await caller.fault("get", "/", ["headers": ["a b": 1]]).detail?.contains("header names") == true)
      #expect(try await caller.fault("get", "/", ["headers": ["A": "x\r\nB: y"]]).detail?.contains("one line") == true)
      #expect(try await caller.fault("get ", "/").detail?.contains("HTTP method") == true)
      #expect(try await caller.fault("get", "/", ["query": [1]]).detail == "query: expected a map, found [1]")
      #expect(
        try await caller.fault("get", "/", ["output": "xml"]).detail?.contains("content, response or raw") == true)
      #expect(try await caller.fault("get", "/", ["uri": "/items"]).type == Fault.Kind.configuration.type)
      #expect(try await caller.fault("get", "/", ["uri": "ftp://a/b"]).detail?.contains("http://") == true)
      #expect(try await caller.fault("get", "/", ["uri": "https://"]).detail?.contains("host") == true)
      #expect(upstream.statistics.received == 0)
    }
  }

  @Test func carriesOneHundredThousandBytes() async throws {
    let text = String(repeating: "0123456789", count: 1_000_000)
    try await withHTTP { caller, upstream async throws in
      upstream.route("POST", "/") { .text($0.text) }
      #expect(try await caller.call("post", "/", ["body": .string(text)]) == .string(text))
    }
  }
}
