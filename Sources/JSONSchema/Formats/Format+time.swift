/// Dates and times of RFC 3339, durations of its appendix A; there a unit may also be left out (`PT1H30S`).
extension ByteScanner {
  mutating func takeDateTime() -> Bool {
    takeDate() && (take("T") || take("t")) && takeTime()
  }

  mutating func takeDate() -> Bool {
    guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
      let day = number(digits: 2), 1...12 ~= month
    else { return false }
    let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1...days[month - 1] ~= day
  }

  mutating func takeTime() -> Bool {
    guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2), take(":"),
      let second = number(digits: 2), hour < 24, minute < 60, second <= 60
    else { return false }
    if take(".") {
      guard skip(while: \.isDigit) > 0 else { return false }
    }
    guard let offset = takeOffset() else { return false }
    // A leap second is inserted at the end of a day of UTC.
    return second < 60 || (hour * 60 + minute - offset + 1440) % 1440 == 1439
  }

  /// Minutes east of UTC.
  private mutating func takeOffset() -> Int? {
    if take("Z") || take("z") { return 0 }
    let isEast = take("+")
    guard isEast || take("-"), let hours = number(digits: 2), take(":"), let minutes = number(digits: 2), hours < 24,
      minutes < 60
    else { return nil }
    return (isEast ? 1 : -1) * (hours * 60 + minutes)
  }

  mutating func takeDuration() -> Bool {
    guard take("P") else { return false }
    var units: [Unicode.Scalar] = ["W", "Y", "M", "D"]
    var hasElement = false
    var isTime = false
    while !isAtEnd {
      if !isTime, take("T") {
        isTime = true
        units = ["H", "M", "S"]
        guard !isAtEnd else { return false }
        continue
      }
      guard skip(while: \.isDigit) > 0 else { return false }
      guard let index = units.firstIndex(where: { next == UInt8(ascii: $0) }) else { return false }
      if take("W") { return !hasElement && isAtEnd }
      _ = take()
      units.removeSubrange(...index)
      hasElement = true
    }
    return hasElement
  }
}
