import Foundation
import Testing

/// docs/conformance.md promises nothing that no test holds.
struct ConformancePageTests {
  let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized

  func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The test sources of the runtime, the engine and the connectors in one text.
  func tests() throws -> String {
    var sources = ""
    for folder in ["Tests/OpenWorkflowRuntimeTests", "Tests/JugglerTests", "Tests/JugglerConnectorsTests"] {
      let files = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      while let file = files?.nextObject() as? String {
        if file.hasSuffix(".swift") { sources += try text("\(folder)/\(file)") }
      }
    }
    return sources
  }

  @Test func everyTestThatThePageNamesExists() throws {
    let sources = try tests()
    let quoted = try text("docs/conformance.md").split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    var count = 0
    for name in quoted {
      if name.hasSuffix("Tests"), !name.contains("/") {
        #expect(sources.contains("struct \(name) "), "no suite \(name)")
        count += 1
      } else if let dot = name.firstIndex(of: "."), name[..<dot].hasSuffix("Tests") {
        #expect(sources.contains("func \(name[name.index(after: dot)...])("), "no test \(name)")
        #expect(sources.contains("struct \(name[..<dot]) "), "no suite of \(name)")
        count += 1
      } else if name.hasPrefix("…") {
        #expect(sources.contains("func \(name.dropFirst())("), "no test \(name)")
        count += 1
      }
    }
    #expect(count > 50)
  }
}
