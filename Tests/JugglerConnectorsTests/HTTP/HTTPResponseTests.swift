import JSON
import Juggler
import JugglerTesting
import Testing

@testable import JugglerConnectors

@Suite(.timeLimit(.minutes(1))) struct HTTPResponseTests {
  private func content(_ response: LoopbackResponse, _ arguments: JSONObject = [:]) async throws -> JSONValue {
    var content: JSONValue = .null
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/", response)
      content = try await caller.call("get", "/", arguments)
    }
    return content
  }

  @Test(arguments: [
    "application/json", "application/json; charset=utf-8", "application/problem+json", "Application/JSON",
  ])
  func readsJSON(_ type: String) async throws {
    #expect(try await content(.text(#"{"a":[1,2.5,null]}"#, contentType: type)) == ["a": [1, 2.5, .null]])
  }

  @Test func readsTextAsString() async throws {
    #expect(try await content(.text("{\"a\":1}")) == "{\"a\":1}")
    #expect(try await content(.text("<a/>", contentType: "application/xml")) == "<a/>")
    #expect(try await content(LoopbackResponse(body: Array("plain".utf8))) == "plain")
    #expect(
      try await content(.bytes([0x4B, 0xE4, 0x73, 0x65], contentType: "text/plain; charset=ISO-8859-1")) == "Käse")
  }

  @Test func readsBytesAsBase64() async throws {
    #expect(try await content(.bytes([0x89, 0x50, 0x4E, 0x47, 0, 0xFF], contentType: "image/png")) == "iVBORwD/")
    #expect(try await content(.bytes(Array("abc".utf8), contentType: "application/octet-stream")) == "YWJj")
    #expect(try await content(LoopbackResponse(body: [0xFF, 0xFE])) == "//4=")
  }

  @Test func readsNothingAsNull() async throws {
    #expect(try await content(.status(204)) == .null)
    #expect(try await content(.bytes([], contentType: "application/json")) == .null)
    #expect(try await content(.text("")) == "")
  }

  @Test func outputsRawContentAsBase64() async throws {
    #expect(try await content(.json(["a": 1]), ["output": "raw"]) == "eyJhIjoxfQ==")
  }

  @Test func outputsTheWholeResponse() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route(
        "POST", "/pets",
        .json(["id": 1], status: 201).with(header: "etag", "x").with(header: "vary", "a").with(header: "vary", "b"))
      let output = try await caller.call(
        "post", "/pets",
        [
          "output": "response", "body": ["name": "milou"], "query": ["q": 1],
          "authentication": ["scheme": "bearer", "token": "secret"],
        ])
      #expect(output["statusCode"] == 201)
      #expect(output["content"] == ["id": 1])
      #expect(output["headers"]?["Content-Type"] == "application/json")
      #expect(output["headers"]?["Etag"] == "x")
      #expect(output["headers"]?["Vary"] == "a, b")
      #expect(output["request"]?["method"] == "post")
      #expect(output["request"]?["uri"] == .string(upstream.url + "/pets?q=1"))
      #expect(output["request"]?["headers"]?["Content-Type"] == "application/json")
      #expect(!output.serialized().contains("secret"))
    }
  }

  @Test func reportsAStatusThatIsNoSuccess() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/pets/7", .json(["error": "no such pet"], status: 404))
      let fault = try await caller.fault("get", "/pets/7")
      #expect(fault.type == "https://open-workflow-specification.org/spec/1.0.0/errors/communication")
      #expect(fault.status == 404)
      #expect(fault.title == "Not Found")
      #expect(fault.detail == "GET \(upstream.url)/pets/7 answered 404 Not Found: {\"error\":\"no such pet\"}")
      #expect(fault.instance == nil)
    }
  }

  @Test func reportsInvalidJSON() async throws {
    try await withHTTP { caller, upstream async throws in
      upstream.route("GET", "/", .text("<html>oops", contentType: "application/json"))
      let fault = try await caller.fault("get", "/")
      #expect(fault.type == Fault.Kind.communication.type)
      #expect(fault.status == 500)
      #expect(fault.detail?.contains("line 1, column 1") == true)
      #expect(fault.detail?.contains("<html>oops") == true)
    }
  }

  @Test func decompresses() async throws {
    let text = String(repeating: "juggler ", count: 20_000)
    #expect(try await content(.text(text).gzipped()) == .string(text))
  }

  @Test func limitsTheSizeOfAResponse() async throws {
    try await withHTTP {
      $0.maximumResponseBytes = 1000
    } _: { caller, upstream async throws in
      upstream.route("GET", "/fits", .text(String(repeating: "x", count: 1000)))
      upstream.route("GET", "/large", .text(String(repeating: "x", count: 1001)))
      // 20,000 times x, compressed by Python's gzip.
      let compressed = "H4sIAAAAAAACA+3BMQEAAADCoNqLbw0PoAAAAAAAAAAAAAAAAAAAAAAAAAB4MANHZUEgTgAA"
      let bytes = Base64.decode(compressed) ?? []
      upstream.route("GET", "/zip", .bytes(bytes, contentType: "text/plain").with(header: "content-encoding", "gzip"))
      #expect(try await caller.call("get", "/fits").stringValue?.count == 1000)
      let fault = try await caller.fault("get", "/large")
      #expect(fault.type == Fault.Kind.communication.type)
      #expect(fault.detail?.contains("larger than the 1000 bytes allowed") == true)
      #expect(try await caller.fault("get", "/zip").detail?.contains("larger than allowed") == true)
    }
  }
}
