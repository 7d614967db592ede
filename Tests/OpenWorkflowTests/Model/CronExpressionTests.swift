import Testing

@testable import OpenWorkflow

@Suite struct CronExpressionTests {
  private func values(_ field: CronExpression.Field, _ range: ClosedRange<Int>) -> [Int] {
    range.filter(field.contains)
  }

  @Test(
    arguments: [
      ("*", Array(0...59)), ("5", [5]), ("0,30", [0, 30]), ("10-13", [10, 11, 12, 13]), ("*/20", [0, 20, 40]),
      ("10-20/5", [10, 15, 20]), ("50/5", [50, 55]), ("58-59,0", [0, 58, 59]),
    ] as [(String, [Int])])
  func minutes(text: String, expected: [Int]) throws {
    let cron = try CronExpression("\(text) * * * *")
    #expect(values(cron.minute, 0...59) == expected)
    #expect(cron.minute.isAny == (text == "*"))
  }

  @Test(
    arguments: [
      ("0", [0]), ("7", [0]), ("1-5", [1, 2, 3, 4, 5]), ("fri-7", [0, 5, 6]), ("MON,Wed", [1, 3]), ("*", Array(0...6)),
    ]
      as [(String, [Int])])
  func daysOfTheWeek(text: String, expected: [Int]) throws {
    #expect(values(try CronExpression("0 0 * * \(text)").dayOfWeek, 0...6) == expected)
  }

  @Test func names() throws {
    let cron = try CronExpression("@weekly")
    #expect(values(cron.dayOfWeek, 0...6) == [0])
    #expect(values(cron.hour, 0...23) == [0])
    #expect(cron.source == "@weekly")
    #expect(values(try CronExpression("0 0 1 feb,DEC *").month, 1...12) == [2, 12])
  }

  @Test(arguments: [
    "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *", "* * * * 8",
    "5-1 * * * *", "*/0 * * * *", "a * * * *", "1- * * * *", ",1 * * * *", "-1 * * * *", "@never", "1/ * * * *",
  ])
  func otherTextsAreRefused(text: String) {
    #expect(throws: CronExpression.Problem.self) { try CronExpression(text) }
  }
}
