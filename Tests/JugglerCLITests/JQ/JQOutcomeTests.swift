import Testing

@testable import JugglerCLI

@Suite struct JQOutcomeTests {
  @Test(
    arguments: [
      ([], 0, 4), ([.output], 0, 0), ([.falsyOutput], 0, 1), ([.output, .falsyOutput], 0, 1),
      ([.falsyOutput, .noOutput], 0, 1),
      ([.output, .noOutput], 0, 0), ([.failed, .output], 0, 0), ([.output, .failed], 5, 5),
      ([.output, .inputFailed], 2, 2),
      ([.halted(0)], 0, 0), ([.output, .halted(7)], 7, 7),
    ] as [([JQOutcome.Step], Int32, Int32)])
  func theLastInputDecides(steps: [JQOutcome.Step], code: Int32, status: Int32) {
    var outcome = JQOutcome()
    for step in steps { outcome.add(step) }
    #expect(outcome.exitCode(isStatus: false) == code)
    #expect(outcome.exitCode(isStatus: true) == status)
  }
}
