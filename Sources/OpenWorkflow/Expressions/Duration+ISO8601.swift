package import JSON

extension Duration {
  /// Reads a duration as ISO 8601 writes it (`P1DT2H`, `PT0.5S`). A year counts 365 days and a month 30:
  /// a workflow's durations have no calendar.
  package init?(iso8601 text: some StringProtocol) {
    var rest = Substring(text).utf8
    guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
    var units = Self.dateUnits[...]
    var total = Duration.zero
    while let first = rest.first {
      if first == UInt8(ascii: "T") {
        rest = rest.dropFirst()
        guard units.last?.letter != UInt8(ascii: "S"), !rest.isEmpty else { return nil }
        units = Self.timeUnits[...]
        continue
      }
      guard let number = Self.number(&rest), let letter = rest.popFirst(),
        let index = units.firstIndex(where: { $0.letter == letter }),
        let part = number.duration(ofSeconds: units[index].seconds)
      else { return nil }
      units = units[(index + 1)...]
      guard total.components.seconds <= .max - part.components.seconds - 1 else { return nil }
      total += part
      if units.isEmpty, !rest.isEmpty, rest.first != UInt8(ascii: "T") { return nil }
    }
    self = total
  }

  private static let dateUnits: [(letter: UInt8, seconds: Int64)] = [
    (UInt8(ascii: "Y"), 365 * 86400), (UInt8(ascii: "M"), 30 * 86400), (UInt8(ascii: "W"), 7 * 86400),
    (UInt8(ascii: "D"), 86400),
  ]
  private static let timeUnits: [(letter: UInt8, seconds: Int64)] = [
    (UInt8(ascii: "H"), 3600), (UInt8(ascii: "M"), 60), (UInt8(ascii: "S"), 1),
  ]

  private struct Number {
    var whole: Int64
    /// Parts of 10¹⁸.
    var fraction: Int64

    func duration(ofSeconds unit: Int64) -> Duration? {
      let (seconds, overflow) = whole.multipliedReportingOverflow(by: unit)
      guard !overflow, seconds < .max / 2 else { return nil }
      return Duration(secondsComponent: seconds, attosecondsComponent: 0)
        + Duration(secondsComponent: 0, attosecondsComponent: fraction) * Int(unit)
    }
  }

  private static func number(_ rest: inout Substring.UTF8View) -> Number? {
    guard let first = rest.first, isDigit(first) else { return nil }
    var number = Number(whole: 0, fraction: 0)
    while let digit = rest.first, isDigit(digit) {
      guard number.whole < .max / 10 - 1 else { return nil }
      number.whole = number.whole * 10 + Int64(digit - UInt8(ascii: "0"))
      rest = rest.dropFirst()
    }
    guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") else { return number }
    rest = rest.dropFirst()
    guard let first = rest.first, isDigit(first) else { return nil }
    var place: Int64 = 1_000_000_000_000_000_000
    while let digit = rest.first, isDigit(digit) {
      place /= 10
      number.fraction += Int64(digit - UInt8(ascii: "0")) * place
      rest = rest.dropFirst()
    }
    return number
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

extension Duration {
  /// What an expression gave where a duration is expected: an ISO 8601 text, or an object such as
  /// `{"minutes": 1, "seconds": 30}`. `nil` for anything else, and for a negative duration.
  package init?(workflowValue value: JSONValue) {
    if let text = value.stringValue {
      self.init(iso8601: text)
      return
    }
    guard let object = value.objectValue, !object.isEmpty else { return nil }
    var total = Duration.zero
    for (key, value) in object {
      guard let unit = DurationUnit(rawValue: key), let count = value.integerValue, let part = unit.duration(count)
      else {
        return nil
      }
      total += part
    }
    self = total
  }
}

/// The members of a duration's object form.
enum DurationUnit: String, CaseIterable {
  case days, hours, minutes, seconds, milliseconds

  /// `nil` for a negative count, and for one beyond a thousand years.
  func duration(_ count: Int64) -> Duration? {
    let milliseconds: Int64 =
      switch self {
      case .days: 86_400_000
      case .hours: 3_600_000
      case .minutes: 60_000
      case .seconds: 1000
      case .milliseconds: 1
      }
    let (total, overflow) = count.multipliedReportingOverflow(by: milliseconds)
    guard count >= 0, !overflow, total < 1000 * 365 * 86_400_000 else { return nil }
    return .milliseconds(total)
  }
}
