import NIOCore
import Subprocess
import Testing

@testable import JugglerTelemetry

struct OTLPCompressionTests {
  /// `gzip` itself reads what was written.
  @Test(arguments: [0, 1, 300_000])
  func whatIsCompressedIsGzip(size: Int) async throws {
    let text = String((0..<size).map { _ in "abcdefgh".randomElement() ?? "a" })
    let encoded = try OTLPCompression.gzip.encode(ByteBuffer(string: text))
    let decoded = try await Subprocess.run(
      .name("gzip"), arguments: ["-dc"], input: .array(Array(encoded.readableBytesView)),
      output: .string(limit: 1 << 20), error: .discarded)
    #expect(decoded.terminationStatus.isSuccess)
    #expect(decoded.standardOutput == text)
    // Letters of eight are three bits each.
    if size > 1000 { #expect(encoded.readableBytes < size / 2) }
  }

  @Test func withoutCompressionABodyIsAsItIs() throws {
    let body = ByteBuffer(string: "as it is")
    #expect(try OTLPCompression.none.encode(body) == body)
    #expect(OTLPCompression.none.contentEncoding == nil)
    #expect(OTLPCompression.gzip.contentEncoding == "gzip")
  }
}
