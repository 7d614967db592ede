import Foundation
import JQ
import JSON
import Testing

/// Filters whose outputs libjq 1.8 computed: see Data/README.md.
@Suite struct ReferenceTests {
  struct Case: CustomTestStringConvertible {
    let filter: String
    let input: JSONValue
    let outputs: [String]
    let error: String?
    var testDescription: String { filter }
  }

  @Test func everyFilterGivesWhatLibjqGives() throws {
    let cases = try Self.load("reference.jsonl")
    #expect(cases.count > 800)
    for example in cases {
      var outputs: [String] = []
      var message: String?
      let filter = try Filter(example.filter)
      var evaluation = filter.evaluate(example.input)
      do {
        while let output = try evaluation.next() { outputs.append(output.serialized()) }
      } catch {
        message = error.message
      }
      #expect(outputs == example.outputs, "\(example.filter) of \(example.input)")
      if let expected = example.error {
        #expect(
          message == expected || message != nil && expected.hasPrefix("{"), "\(example.filter) of \(example.input)")
      } else {
        #expect(message == nil, "\(example.filter) of \(example.input)")
      }
    }
  }

  /// Pausing after every few steps changes nothing.
  @Test func pausingChangesNoOutput() throws {
    for example in try Self.load("reference.jsonl") {
      var outputs: [String] = []
      var evaluation = try Filter(example.filter).evaluate(example.input)
      do {
        loop: while true {
          switch try evaluation.next(steps: 3) {
          case .output(let value): outputs.append(value.serialized())
          case .finished: break loop
          case .paused:
            let copy = evaluation
            evaluation = copy
          }
        }
      } catch {}
      #expect(outputs == example.outputs, "\(example.filter)")
    }
  }

  static func load(_ name: String) throws -> [Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let row = try JSONValue(parsing: String(line))
      return Case(
        filter: try #require(row["filter"]?.stringValue),
        input: try JSONValue(parsing: try #require(row["input"]?.stringValue)),
        outputs: try #require(row["outputs"]?.arrayValue).compactMap(\.stringValue), error: row["error"]?.stringValue)
    }
  }
}
