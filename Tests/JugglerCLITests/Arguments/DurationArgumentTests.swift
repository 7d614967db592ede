import Testing

@testable import JugglerCLI

@Suite struct DurationArgumentTests {
  @Test(arguments: [
    ("30s", Duration.seconds(30)), ("500ms", .milliseconds(500)), ("1h30m", .seconds(5400)),
    ("1.5s", .milliseconds(1500)),
    ("2min", .seconds(120)), ("PT30S", .seconds(30)), ("PT0.5S", .milliseconds(500)), ("P1DT1H", .seconds(90_000)),
  ])
  func readsUnitsAndISO8601(text: String, duration: Duration) {
    #expect(DurationArgument(argument: text)?.duration == duration)
  }

  @Test(arguments: ["", "30", "s", "-5s", "0s", "30m1h", "1s1s", "1x", "1..5s", "PT"])
  func refusesWhatIsNone(text: String) {
    #expect(DurationArgument(argument: text) == nil)
  }
}
