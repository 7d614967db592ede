import Foundation
import OpenWorkflow
import Testing

/// Every example of the specification and of its conformance kit is a valid document.
@Suite(.enabled(if: SpecificationDocuments.folder != nil, "the specification's documents are not at hand"))
struct SpecificationTests {
  @Test(arguments: SpecificationDocuments.files(in: "examples", withExtension: "yaml"))
  func examplesAreValid(file: URL) throws {
    let outcome = DocumentReader.read(try Data(contentsOf: file), file: file.lastPathComponent)
    #expect(outcome.diagnostics.filter { $0.severity == .error } == [])
    #expect(outcome.value != nil)
  }

  @Test(arguments: SpecificationDocuments.files(in: "ctk", withExtension: "feature"))
  func definitionsOfTheConformanceKitAreValid(file: URL) throws {
    let definitions = SpecificationDocuments.definitions(inFeature: try String(contentsOf: file, encoding: .utf8))
    #expect(!definitions.isEmpty)
    for definition in definitions {
      let outcome = DocumentReader.read(definition, file: file.lastPathComponent)
      #expect(outcome.diagnostics.filter { $0.severity == .error } == [])
    }
  }
}
