import Foundation
import JQ
import JSON
import Testing

/// docs/jq.md says what is true: every example is run.
@Suite struct DocumentationTests {
  struct Example {
    let filter: String
    let input: String
    let outputs: [String]
  }

  @Test func everyExampleGivesItsOutputs() throws {
    let examples = try Self.examples()
    #expect(examples.count > 150)
    for example in examples {
      let outputs = try Filter(example.filter).all(try JSONValue(parsing: example.input)).map { $0.serialized() }
      #expect(outputs == example.outputs, "\(example.filter) of \(example.input)")
    }
  }

  /// What an example cannot show: it depends on the surroundings, ends the program, or is refused.
  static let undocumented: Set<String> = [
    "now", "input", "input_line_number", "halt", "halt_error", "modulemeta", "get_prog_origin", "get_jq_origin",
  ]

  @Test func everyBuiltinHasAnExample() throws {
    let text = try Self.examples().map(\.filter).joined(separator: " ")
    let words = Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }.map(String.init))
    let names = try Filter("[builtins[] | split(\"/\")[0]] | unique | .[]").all(.null).compactMap(\.stringValue)
    for name in names where !Self.undocumented.contains(name) {
      #expect(words.contains(name), "\(name) has no example in docs/jq.md")
    }
  }

  static func examples() throws -> [Example] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/jq.md")
      .standardizedFileURL
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      guard line.hasPrefix("| `") else { return nil }
      let cells = Self.cells(of: line)
      guard cells.count == 3, let filter = cells[0].first, let input = cells[1].first else { return nil }
      return Example(filter: filter, input: input, outputs: cells[2])
    }
  }

  /// The code spans of each cell of a table's row.
  private static func cells(of line: Substring) -> [[String]] {
    var cells: [[String]] = [[]]
    var rest = line.dropFirst(2)
    while let next = rest.first {
      if next == "`" {
        let fence = rest.hasPrefix("`` ") ? "``" : "`"
        rest = rest.dropFirst(fence.count)
        guard let end = rest.firstRange(of: fence) else { break }
        let code = String(rest[..<end.lowerBound]).replacing("\\|", with: "|")
        cells[cells.count - 1].append(fence.count == 2 ? code.trimmingCharacters(in: .whitespaces) : code)
        rest = rest[end.upperBound...]
      } else {
        if next == "|", rest.count > 1 { cells.append([]) }
        rest = rest.dropFirst()
      }
    }
    return cells
  }
}
