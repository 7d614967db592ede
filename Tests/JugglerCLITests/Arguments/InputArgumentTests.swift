import JSON
import Testing

@testable import JugglerCLI

@Suite struct InputArgumentTests {
  @Test func readsJSON() throws {
    #expect(try InputArgument.value(#"{"table":7}"#) == ["table": 7])
  }

  @Test func saysWhereItIsNotJSON() {
    #expect {
      try InputArgument.value("{table:7}")
    } throws: { error in
      "\(error)".hasPrefix("the value of --input is not JSON: line 1, column 2")
    }
  }

  @Test func namesTheFileThatItCannotRead() {
    #expect(throws: UserError("cannot read no/such/file.json: No such file or directory")) {
      try InputArgument.value("@no/such/file.json")
    }
  }
}
