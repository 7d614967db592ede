import HTTPTypes
import JSON
import NIOCore
import Testing

@testable import JugglerServer

@Suite struct ResponseHeadTests {
  private static let date = "Mon, 23 Nov 2026 12:00:00 GMT"

  /// The fields of a head in any order, after its first line.
  private func parts(_ buffer: ByteBuffer) -> (first: String, fields: Set<String>, body: String) {
    let text = String(buffer: buffer)
    let halves = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var lines = halves[0].split(separator: "\r\n").map(String.init)
    return (lines.removeFirst(), Set(lines), halves.count > 1 ? halves[1] : "")
  }

  /// What is put before a JSON body says what the general way says.
  @Test(arguments: [0, 1, 9, 10, 99, 100, 12_345, 100_000])
  func theHeadOfJSONIsThatOfEveryOther(_ length: Int) {
    let text = String(repeating: "x", count: length)
    var fast = ByteBuffer(bytes: [UInt8](repeating: 0, count: ByteBuffer.jsonHeadLimit))
    fast.moveReaderIndex(to: ByteBuffer.jsonHeadLimit)
    fast.writeString(text)
    fast.putJSONHead(date: Self.date)

    var general = ByteBuffer()
    let head = HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"])
    general.writeHead(head, framing: .length, length: length, date: Self.date, connection: nil)
    general.writeString(text)
    let (one, other) = (parts(fast), parts(general))
    #expect(one.first == other.first)
    #expect(one.fields == other.fields)
    #expect(one.body == other.body)
  }

  @Test func changingTheHeadOfAnAnswerLeavesTheShortWay() {
    var answer = PlainAnswer(json: ["a": 1])
    #expect(answer.isBareJSON)
    #expect(String(buffer: answer.body) == #"{"a":1}"#)
    answer.head.headerFields[.cacheControl] = "no-store"
    #expect(!answer.isBareJSON)
  }
}
