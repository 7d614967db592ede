import JSON
import OpenWorkflow
import Testing

@Suite struct DurationTests {
  @Test(
    arguments: [
      ("PT1S", Duration.seconds(1)), ("PT0.5S", .milliseconds(500)), ("PT1.25H", .seconds(4500)),
      ("P1D", .seconds(86_400)), ("P1DT2H3M4.5S", .milliseconds(93_784_500)), ("P2W", .seconds(1_209_600)),
      ("P1Y2M", .seconds(36_720_000)), ("PT90M", .seconds(5400)), ("PT0S", .zero), ("PT0,5S", .milliseconds(500)),
      ("PT0.000000001S", .nanoseconds(1)),
    ] as [(String, Duration)])
  func iso8601IsRead(text: String, duration: Duration) {
    #expect(Duration(iso8601: text) == duration)
  }

  @Test(arguments: [
    "", "P", "PT", "P1", "1S", "PT1", "P1S", "PT1D", "P1DT", "PT1S1M", "P1D1W", "-PT1S", "PT-1S", "PT.5S", "PT1.S",
    "pt1s", "PT1S ", "P99999999999999999999D", "P9999999999999D9999999999999999Y", "PT1H1H",
  ])
  func whatIsNotISO8601IsRefused(text: String) {
    #expect(Duration(iso8601: text) == nil)
  }

  @Test func valuesOfExpressionsAreRead() {
    #expect(Duration(workflowValue: "PT3S") == .seconds(3))
    #expect(Duration(workflowValue: ["minutes": 1, "seconds": 30]) == .seconds(90))
    #expect(Duration(workflowValue: ["days": 1, "hours": 1, "milliseconds": 5]) == .milliseconds(90_000_005))
    for value in [nil, 3, [:], ["second": 1], ["seconds": -1], ["seconds": 1.5], "3s", ["days": 999_999_999_999]]
      as [JSONValue]
    {
      #expect(Duration(workflowValue: value) == nil)
    }
  }

  @Test(
    arguments: [
      ("{ seconds: 10 }", Duration.seconds(10)), ("{ days: 1, milliseconds: 1 }", .milliseconds(86_400_001)),
      ("PT10S", .seconds(10)),
    ] as [(String, Duration)])
  func tasksWait(yaml: String, duration: Duration) throws {
    let definition = try workflow("do:\n  - t: { wait: \(yaml) }")
    guard case .wait(.constant(duration)) = definition.tasks.entries[0].definition.kind else {
      Issue.record("not \(duration)")
      return
    }
  }

  @Test(arguments: [
    ("5", "the number 5; write 'PT5S' or '{ seconds: 5 }'"), ("5s", "'5s'; did you mean 'PT5S'?"),
    ("1.5 hours", "'1.5 hours'; did you mean 'PT1.5H'?"), ("250ms", "'250ms'; did you mean 'PT0.25S'?"),
    ("soon", "'soon'"), ("[1]", "a list"),
  ])
  func otherFormsAreExplained(yaml: String, found: String) {
    #expect(
      diagnose(body: "do:\n  - t:\n      wait: \(yaml)") == [
        "4:13: error: 'wait' must be a duration: a mapping such as '{ seconds: 5 }', ISO 8601 such as 'PT5S', "
          + "or an expression '${ … }', found \(found)"
      ])
  }

  @Test(arguments: [
    (
      "{}",
      "4:13: error: 'wait' is an empty duration; give one of 'days', 'hours', 'minutes', 'seconds' or 'milliseconds'"
    ),
    ("{ second: 1 }", "4:15: error: unknown key 'second' in 'wait'; did you mean 'seconds'?"),
    ("{ seconds: -1 }", "4:24: error: 'seconds' must be a whole number of seconds, 0 or more, found the number -1"),
    (
      "{ seconds: 0.5 }",
      "4:24: error: 'seconds' must be a whole number of seconds, 0 or more, found the number 0.5; "
        + "give the rest in a smaller unit"
    ),
    (
      "{ seconds: '5' }",
      "4:24: error: 'seconds' must be a whole number of seconds, 0 or more, found '5'; remove the quotes"
    ),
    (
      "{ seconds: \"${ .n }\" }",
      "4:24: error: 'seconds' must be a whole number of seconds, 0 or more, found '${ .n }'; "
        + "an expression gives the whole duration, such as ${ \"PT\\(.n)S\" }"
    ),
  ])
  func objectsAreChecked(yaml: String, problem: String) {
    #expect(diagnose(body: "do:\n  - t:\n      wait: \(yaml)") == [problem])
  }
}
