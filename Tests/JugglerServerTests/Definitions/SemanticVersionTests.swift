import Testing

@testable import JugglerServer

@Suite struct SemanticVersionTests {
  /// The order of semver.org, item 11.
  @Test func isOrderedAsTheStandardSays() throws {
    let ordered = [
      "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
      "1.0.0", "1.9.0", "1.10.0", "2.0.0", "2.1.0", "2.1.1", "10.0.0", "99999999999999999999.0.0",
    ]
    let versions = ordered.compactMap { SemanticVersion($0) }
    #expect(versions.count == ordered.count)
    #expect(zip(versions, versions.dropFirst()).allSatisfy { $0 < $1 && !($1 < $0) })
  }

  @Test func buildMetadataDoesNotCount() {
    #expect(SemanticVersion("1.0.0+a") == SemanticVersion("1.0.0+b-1"))
  }

  @Test(arguments: ["", "1", "1.0", "1.0.0.0", "a.b.c", "1.0.0-", "1..0", "-1.0.0"])
  func refusesOtherText(text: String) { #expect(SemanticVersion(text) == nil) }
}
