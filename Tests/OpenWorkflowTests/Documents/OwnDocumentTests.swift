import OpenWorkflow
import Testing

@Suite struct OwnDocumentTests {
  @Test(arguments: OwnDocuments.all)
  func areValid(document: String) {
    let outcome = DocumentReader.read(document, file: "own.yaml")
    #expect(outcome.diagnostics == [])
    #expect(outcome.value != nil)
  }
}
