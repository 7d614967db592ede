import Testing

@testable import JugglerCLI

@Suite struct StoreArgumentTests {
  @Test func readsEachKind() {
    #expect(StoreArgument(argument: "memory") == .memory)
    #expect(StoreArgument(argument: "sqlite:runs.db") == .sqlite(path: "runs.db"))
    #expect(StoreArgument(argument: "postgres://localhost/juggler") == .postgres(url: "postgres://localhost/juggler"))
  }

  @Test(arguments: ["", "sqlite:", "mysql://localhost", "Memory"])
  func refusesOthers(text: String) {
    #expect(StoreArgument(argument: text) == nil)
  }
}
