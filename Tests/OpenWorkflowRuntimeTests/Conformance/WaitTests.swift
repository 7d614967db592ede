import JSON
import Juggler
import Testing

/// dsl-reference.md, "Wait" and "Duration".
struct WaitTests {
  @Test(
    arguments: [
      ("PT10S", 10_000), ("PT0.25S", 250), ("PT1M30S", 90_000), ("PT2H", 7_200_000), ("P1D", 86_400_000),
      ("P1DT12H", 129_600_000), ("PT0S", 0), ("{ seconds: 10 }", 10_000), ("{ milliseconds: 5 }", 5),
      ("{ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 }", 93_784_005),
      ("'${ .iso }'", 42_000), ("'${ .object }'", 61_000), ("'${ \"PT\\(.n)S\" }'", 3000),
    ] as [(String, Int64)])
  func waitsAsLongAsItSays(_ duration: String, _ milliseconds: Int64) async throws {
    let trial = try await perform(
      "do: [{ w: { wait: \(duration) } }]",
      input: ["iso": "PT42S", "object": ["minutes": 1, "seconds": 1], "n": 3])
    #expect(trial.elapsed == .milliseconds(milliseconds))
  }

  @Test func theInputPassesThrough() async throws {
    let trial = try await perform(
      "do: [{ w: { input: { from: .a }, wait: PT1S, output: { as: '{ out: . }' } } }]", input: ["a": 1])
    #expect(trial.output == ["out": 1])
  }

  @Test(arguments: ["soon", "10", "{}"]) func whatIsNoDurationIsRefused(_ duration: String) {
    #expect(problems("do: [{ w: { wait: \(duration) } }]").count >= 1)
  }

  @Test func anExpressionThatGivesNoDurationIsAnExpressionError() async throws {
    let trial = try await perform("do: [{ w: { wait: '${ .n }' } }]", input: ["n": "soon"])
    #expect(trial.fault.isStandard(.expression))
    #expect(trial.fault.instance == "/do/0/w")
    for part in ["w", ".n", "soon"] { #expect(trial.fault.detail?.contains(part) == true) }
  }
}
