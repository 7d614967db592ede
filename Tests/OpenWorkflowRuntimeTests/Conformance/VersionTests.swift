import OpenWorkflow
import Testing

/// dsl-reference.md, "Document": the member `dsl`.
struct VersionTests {
  func document(_ version: String) -> String {
    """
    document: { dsl: '\(version)', namespace: test, name: version, version: '1.0.0' }
    do: [{ a: { set: { x: 1 } } }]
    """
  }

  @Test(arguments: ["1.0.0", "1.0.1", "1.0.3", "1.0.99", "1.0.0-alpha1", "1.0.2-rc.1"])
  func everyVersion1_0IsAccepted(_ version: String) throws {
    #expect(try definition(document: document(version)).document.dsl == version)
  }

  @Test(arguments: ["0.8", "1.1.0", "2.0.0", "1", "latest"])
  func anotherIsRefusedWithTheRange(_ version: String) throws {
    let error = try #require(throws: InvalidDocument.self) { try definition(document: document(version)) }
    #expect(error.diagnostics.contains { $0.message.contains("1.0") && $0.message.contains(version) })
  }
}
