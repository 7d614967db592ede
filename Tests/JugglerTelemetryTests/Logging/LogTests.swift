import Foundation
import JSON
import JugglerTelemetry
import Logging
import Synchronization
import Testing

struct LogTests {
  final class Output: Sendable {
    private let state = Mutex("")

    var text: String { state.withLock { $0 } }
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    func write(_ bytes: [UInt8]) { state.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
  }

  let output = Output()

  func log(_ format: LogFormat, _ body: (Logger) -> Void) -> [String] {
    let sink = LogSink { [output] in output.write($0) }
    body(
      Logger(label: "test") { label in
        StructuredLogHandler(label: label, level: .info, format: format, sink: sink)
      })
    sink.flush()
    return output.lines
  }

  @Test func jsonHasEveryFieldOnALine() throws {
    let lines = log(.json) { log in
      log.debug("not this")
      log.warning("a \"b\"\nc", metadata: ["run": "1", "list": ["x", "y"], "level": "mine"])
    }
    #expect(lines.count == 1)
    let json = try JSONValue(parsing: lines[0])
    guard case .object(let object) = json else {
      Issue.record("\(json)")
      return
    }
    #expect(object["level"] == "warning")
    #expect(object["logger"] == "test")
    #expect(object["message"] == "a \"b\"\nc")
    #expect(object["run"] == "1")
    #expect(object["list"] == ["x", "y"])
    #expect(object["level_"] == "mine")
    #expect(object["time"] != nil)
  }

  @Test func logfmtQuotesWhatNeedsIt() throws {
    let lines = log(.logfmt) { $0.error("two words", metadata: ["run": "1", "a b": "x=y"]) }
    #expect(lines.count == 1)
    #expect(lines[0].hasSuffix(#" level=error logger=test msg="two words" a_b="x=y" run=1"#))
    #expect(lines[0].hasPrefix("time=2"))
  }

  @Test func textFromOutsideForgesNoLines() {
    let lines = log(.text) { $0.notice("a\n2026-01-01 error: forged", metadata: ["x": "b\nc"]) }
    #expect(lines.count == 1)
    #expect(lines[0].hasSuffix(#"notice test: a\n2026-01-01 error: forged x="b\nc""#))
  }

  @Test func aReaderThatStallsCostsLinesAndNoTime() {
    let gate = DispatchSemaphore(value: 0)
    let sink = LogSink(limit: 100) { [output] bytes in
      gate.wait()
      output.write(bytes)
    }
    for number in 0..<50 { sink.write(line: "line \(number)") }
    for _ in 0..<10 { gate.signal() }
    sink.flush()
    #expect(output.lines.contains("line 0"))
    #expect(output.lines.count < 30)
    #expect(output.text.contains("log messages were dropped"))
  }
}
