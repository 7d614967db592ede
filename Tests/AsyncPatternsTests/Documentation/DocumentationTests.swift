import Foundation
import Testing

/// The pages of docs/patterns show code that compiles: exactly that of the snippets beside this file.
@Suite struct DocumentationTests {
  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// The folder, wherever the package was built from.
  private static var pages: URL {
    here.resolvingSymlinksInPath().appendingPathComponent("../../../docs/patterns").standardizedFileURL
  }

  private static func snippets() throws -> [String: String] {
    var snippets: [String: String] = [:]
    for file in ["Snippets.swift", "Snippets+concurrency.swift"] {
      var name: String?
      var lines: [Substring] = []
      let text = try String(contentsOf: here.appendingPathComponent(file), encoding: .utf8)
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if let start = line.range(of: "// snippet: ") {
          (name, lines) = (String(line[start.upperBound...]), [])
        } else if line.trimmingCharacters(in: .whitespaces) == "// end", let current = name {
          snippets[current] = lines.map { $0.hasPrefix("  ") ? $0.dropFirst(2) : $0 }.joined(separator: "\n")
          name = nil
        } else if name != nil {
          lines.append(line)
        }
      }
    }
    return snippets
  }

  private static func codeBlocks(of text: String) -> [String] {
    text.components(separatedBy: "```swift\n").dropFirst().compactMap { $0.components(separatedBy: "\n```").first }
  }

  @Test func everyPageShowsCodeThatCompilesAndEverySnippetIsShown() throws {
    let snippets = try Self.snippets()
    #expect(snippets.count >= 21)
    let files = try FileManager.default.contentsOfDirectory(at: Self.pages, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "md" }
    #expect(files.count >= 22)
    var shown: Set<String> = []
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      for block in Self.codeBlocks(of: text) {
        let name = snippets.first { $0.value == block }?.key
        #expect(name != nil, "\(file.lastPathComponent) shows code that is no snippet: \(block)")
        if let name { shown.insert(name) }
      }
    }
    #expect(shown == Set(snippets.keys))
  }

  @Test func everyPatternPageSaysWhatToDoAndWhatNot() throws {
    let files = try FileManager.default.contentsOfDirectory(at: Self.pages, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "md" && $0.lastPathComponent != "README.md" }
    let index = try String(contentsOf: Self.pages.appendingPathComponent("README.md"), encoding: .utf8)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains("\n## Do\n") && text.contains("\n## Don't\n"), "\(file.lastPathComponent)")
      #expect(index.contains("(\(file.lastPathComponent))"), "the index does not name \(file.lastPathComponent)")
    }
  }
}
