import Testing

@testable import JugglerClient

/// The examples of the HTML Living Standard, section 9.2.6, and what it says around them.
@Suite struct ServerSentEventParserTests {
  private func events(_ text: String, pieces size: Int = .max) -> [ServerSentEvent] {
    var parser = ServerSentEventParser()
    var events: [ServerSentEvent] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      events += parser.read(rest.prefix(size))
      rest = rest.dropFirst(size)
    }
    return events
  }

  @Test func linesOfDataAreJoined() {
    #expect(events("data: YHOO\ndata: +2\ndata: 10\n\n").map(\.data) == ["YHOO\n+2\n10"])
  }

  @Test func commentsIDsAndEmptyIDs() {
    let text = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n"
    #expect(
      events(text) == [
        ServerSentEvent(data: "first event", id: "1"), ServerSentEvent(data: "second event", id: ""),
      ])
  }

  @Test func emptyDataIsAnEventNoDataIsNone() {
    #expect(events("data\n\ndata\ndata\n\ndata:").map(\.data) == ["", "\n"])
    #expect(events("event: x\nid: 7\n\n").isEmpty)
  }

  @Test(arguments: ["\n", "\r", "\r\n"], [1, 2, 3, 1000])
  func everyLineEndAndEveryCutIsTheSame(end: String, size: Int) {
    let text = ["id: 1-2", "data: äö", "", ":", "", "data: b", "", ""].joined(separator: end)
    #expect(
      events(text, pieces: size) == [
        ServerSentEvent(data: "äö", id: "1-2"), ServerSentEvent(data: "b", id: "1-2"),
      ])
  }

  @Test func theServerMayAskForADelay() {
    var parser = ServerSentEventParser(lastID: "5")
    #expect(parser.read("retry: 2000\nretry: soon\n\n".utf8).isEmpty)
    #expect(parser.retryDelay == 2000)
    #expect(parser.lastID == "5")
  }
}
