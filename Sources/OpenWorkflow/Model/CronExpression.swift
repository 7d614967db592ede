/// A valid cron expression: minute, hour, day of month, month and day of week, or a name such as `@daily`.
package struct CronExpression: Sendable, Hashable {
  /// What one field allows, one bit a value.
  package struct Field: Sendable, Hashable {
    package let bits: UInt64
    /// Whether the field is `*`: a day matches by either of its two fields unless one of them is `*`.
    package let isAny: Bool

    package func contains(_ value: Int) -> Bool { bits & (1 << UInt64(value)) != 0 }
  }

  package let source: String
  /// 0–59.
  package let minute: Field
  /// 0–23.
  package let hour: Field
  /// 1–31.
  package let dayOfMonth: Field
  /// 1–12.
  package let month: Field
  /// 0–6, from Sunday.
  package let dayOfWeek: Field
}

extension CronExpression {
  struct Problem: Error {
    let message: String
  }

  init(_ text: String) throws(Problem) {
    source = text
    let fields = (Self.macros[text.lowercased()] ?? text).split(whereSeparator: \.isWhitespace)
    guard fields.count == 5 else {
      throw Problem(
        message: "needs five fields (minute, hour, day of month, month, day of week) such as '0 6 * * 1-5', "
          + "or one of \(Self.macros.keys.sorted().listed()); found \(fields.count)")
    }
    minute = try Field(fields[0], "minute", 0...59)
    hour = try Field(fields[1], "hour", 0...23)
    dayOfMonth = try Field(fields[2], "day of month", 1...31)
    month = try Field(fields[3], "month", 1...12, names: Self.months)
    dayOfWeek = try Field(fields[4], "day of week", 0...7, names: Self.days)
  }

  private static let macros = [
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
  ]
  private static let months = ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
}

extension CronExpression.Field {
  fileprivate init(
    _ text: Substring, _ name: String, _ range: ClosedRange<Int>, names: [String] = []
  ) throws(CronExpression.Problem) {
    var bits: UInt64 = 0
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let stepped = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      let step = stepped.count == 2 ? Int(stepped[1]) : 1
      guard let step, step > 0, let values = Self.values(stepped[0], range, names, isStepped: stepped.count == 2) else {
        throw CronExpression.Problem(
          message: "has '\(part)' for the \(name), which must be \(range.lowerBound)-\(range.upperBound), "
            + "'*', a range 'a-b', a list 'a,b' or a step '*/n'")
      }
      for value in stride(from: values.lowerBound, through: values.upperBound, by: step) { bits |= 1 << UInt64(value) }
    }
    // Sunday is 0 and 7.
    if range == 0...7 { bits = (bits | bits >> 7) & 0x7F }
    self.bits = bits
    isAny = text == "*"
  }

  private static func values(
    _ text: Substring, _ range: ClosedRange<Int>, _ names: [String], isStepped: Bool
  ) -> ClosedRange<Int>? {
    if text == "*" { return range == 0...7 ? 0...6 : range }
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { end in
      Int(end) ?? (end.isEmpty ? nil : names.firstIndex(of: end.lowercased()))
    }
    guard let first = ends[0], range.contains(first) else { return nil }
    guard ends.count == 2 else { return first...(isStepped ? range.upperBound : first) }
    guard let last = ends[1], range.contains(last), first <= last else { return nil }
    return first...last
  }
}
