import NIOCore
import Testing

@testable import JugglerConnectors

@Suite struct ResponseReaderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var status = 200
    var body = ""
    var keepsAlive = true
    var answersHEAD = false
    /// Whether the server closes the connection behind it.
    var closes = false

    init(
      _ description: String, _ text: String, status: Int = 200, body: String = "", keepsAlive: Bool = true,
      answersHEAD: Bool = false, closes: Bool = false
    ) {
      testDescription = description
      self.text = text
      self.status = status
      self.body = body
      self.keepsAlive = keepsAlive
      self.answersHEAD = answersHEAD
      self.closes = closes
    }
  }

  /// RFC 9112: section 2.2 (line ends), 5.2 (folds), 6 (bodies), 7.1 (chunks), 9.3 (persistence); RFC 9110, 15.2 (1xx).
  static let cases: [Case] = [
    Case("sized", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", body: "hello"),
    Case("empty", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"),
    Case("no reason", "HTTP/1.1 200\r\nContent-Length:\t5 \r\n\r\nhello", body: "hello"),
    Case("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", body: "hello"),
    Case("the same length twice", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", body: "x"),
    Case("a continued value", "HTTP/1.1 200 OK\r\nA: b\r\n  c\r\nContent-Length: 1\r\n\r\nx", body: "x"),
    Case("no content", "HTTP/1.1 204 No Content\r\n\r\n", status: 204),
    Case("not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", status: 304),
    Case("to HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", answersHEAD: true),
    Case(
      "after others on the way",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 C\r\nContent-Length: 1\r\n\r\nx",
      status: 201, body: "x"),
    Case(
      "chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n00A\r\n, all here\r\n0\r\n\r\n",
      body: "hello, all here"),
    Case(
      "chunks with a trailer",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n1\r\nx\r\n0\r\nDigest: y\r\n\r\n", body: "x"),
    Case(
      "chunks and a length",
      "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
      body: "x", keepsAlive: false),
    Case(
      "to be closed", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", body: "x", keepsAlive: false
    ),
    Case(
      "to be closed, among others", "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n",
      keepsAlive: false),
    Case("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", body: "x", keepsAlive: false),
    Case(
      "HTTP/1.0 that stays", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx", body: "x"),
    Case("until the end", "HTTP/1.1 200 OK\r\n\r\nhello", body: "hello", keepsAlive: false, closes: true),
    Case("switching", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", status: 101, keepsAlive: false),
    Case("empty in a list", "HTTP/1.1 200 OK\r\nEmpty:\r\nContent-Length: 0\r\n\r\n"),
  ]

  @Test(arguments: cases, [1, 2, 3, 7, 1000]) func readsInPieces(_ example: Case, _ size: Int) throws {
    var reader = ResponseReader(answersHEAD: example.answersHEAD, limit: 1000)
    var response: HTTPResponse?
    var rest = ByteBuffer(string: example.text)
    while let piece = rest.readSlice(length: min(size, rest.readableBytes)), piece.readableBytes > 0 {
      #expect(response == nil)
      response = try reader.read(piece)
    }
    if example.closes {
      #expect(response == nil)
      response = try reader.end()
    }
    let found = try #require(response)
    #expect(found.status == example.status)
    #expect(String(buffer: found.body) == example.body)
    #expect(reader.keepsAlive == example.keepsAlive)
  }

  @Test(arguments: [
    "", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
  ]) func reportsWhatIsCut(_ text: String) throws {
    var reader = ResponseReader(answersHEAD: false, limit: 1000)
    if !text.isEmpty { #expect(try reader.read(ByteBuffer(string: text)) == nil) }
    #expect(throws: text.isEmpty ? ResponseError.noResponse : .incomplete) { try reader.end() }
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
    "HTTP/1.1 099 OK\r\n\r\n", "\r\n\r\n", "HTTP/1.1 200 OK\r\nA\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
    "HTTP/1.1 200 OK\r\n: b\r\n\r\n", "HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", "HTTP/1.1 200 OK\r\nA: x\ry\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\nx", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000000000000000\r\n",
    "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: 200_000) + "\r\n\r\n",
    String(repeating: "x", count: 200_000),
  ]) func refusesWhatIsNoHTTP(_ text: String) {
    var reader = ResponseReader(answersHEAD: false, limit: 1000)
    do {
      let response = try reader.read(ByteBuffer(string: text))
      Issue.record("expected an error, found \(String(describing: response))")
    } catch {
      if case .invalid = error { return }
      Issue.record("\(error)")
    }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n12345678901",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n6\r\n123456",
  ]) func limitsTheBody(_ text: String) {
    var reader = ResponseReader(answersHEAD: false, limit: 10)
    #expect(throws: ResponseError.tooLarge(limit: 10)) { try reader.read(ByteBuffer(string: text)) }
  }

  @Test func keepsNoConnectionOnWhichMoreCameThanAsked() throws {
    var reader = ResponseReader(answersHEAD: false, limit: 1000)
    let response = try reader.read(ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK"))
    #expect(response.map { String(buffer: $0.body) } == "x")
    #expect(!reader.keepsAlive)
  }

  @Test func findsFieldsInWhateverCase() throws {
    var reader = ResponseReader(answersHEAD: false, limit: 1000)
    let head = try reader.read(
      ByteBuffer(
        string:
          "HTTP/1.1 404 Not  there\r\nX: 1 \r\nVARY: a\r\nvary:\tb\r\nE:\r\nF: a\r\n\tb\r\nContent-Length: 0\r\n\r\n")
    )?.head
    #expect(head?.reason == "Not  there")
    #expect(head?.first("x") == "1")
    #expect(head?.first("Vary") == "a")
    #expect(head?.all("Vary") == ["a", "b"])
    #expect(head?.first("e") == "")
    #expect(head?.first("f") == "a  \tb")
    #expect(head?.first("g") == nil)
    #expect(head?.fields.map(\.name) == ["X", "VARY", "vary", "E", "F", "Content-Length"])
  }
}
