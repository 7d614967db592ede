#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a date by a format of POSIX `strptime`, in the C locale.
struct DateReader {
  private let bytes: [UInt8]
  private var position = 0
  private var isAfternoon: Bool?
  private var hasHourOfTwelve = false
  private var century: Int?
  private var yearOfCentury: Int?
  private var hasYear = false
  private var hasMonth = false
  private var hasDay = false
  private var hasDayOfYear = false

  init(_ text: String) { bytes = Array(text.utf8) }

  /// Whether any part of a date was read, so that weekday and day of the year can be told.
  var hasDate: Bool { hasYear || hasMonth || hasDay || hasDayOfYear }

  /// What the format did not cover.
  var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

  mutating func read(_ format: String, into time: inout tm) -> Bool {
    guard readParts(format, &time) else { return false }
    if let isAfternoon, hasHourOfTwelve { time.tm_hour = time.tm_hour % 12 + (isAfternoon ? 12 : 0) }
    if let yearOfCentury {
      let base = century.map { $0 * 100 } ?? (yearOfCentury < 69 ? 2000 : 1900)
      time.tm_year = Int32(base + yearOfCentury - 1900)
      hasYear = true
    } else if let century {
      time.tm_year = Int32(century * 100 - 1900)
    }
    completeDate(&time)
    return true
  }

  private mutating func readParts(_ format: String, _ time: inout tm) -> Bool {
    var format = format.utf8.makeIterator()
    while let next = format.next() {
      if Self.isBlank(next) {
        skipBlanks()
      } else if next != UInt8(ascii: "%") {
        guard take(next) else { return false }
      } else {
        var conversion = format.next()
        while let modifier = conversion, "EO-_0^#".utf8.contains(modifier) { conversion = format.next() }
        guard let conversion, readConversion(conversion, &time) else { return false }
      }
    }
    return true
  }

  private mutating func readConversion(_ conversion: UInt8, _ time: inout tm) -> Bool {
    switch Unicode.Scalar(conversion) {
    case "%": return take(conversion)
    case "n", "t":
      skipBlanks()
      return true
    case "a", "A": return name(Self.weekdays).map { time.tm_wday = Int32($0) } != nil
    case "b", "B", "h":
      hasMonth = true
      return name(Self.months).map { time.tm_mon = Int32($0) } != nil
    case "c": return readParts("%a %b %e %H:%M:%S %Y", &time)
    case "C": return number(0...99, digits: 2).map { century = $0 } != nil
    case "d", "e":
      hasDay = true
      return number(1...31, digits: 2).map { time.tm_mday = Int32($0) } != nil
    case "D", "x": return readParts("%m/%d/%y", &time)
    case "F": return readParts("%Y-%m-%d", &time)
    case "H", "k": return number(0...23, digits: 2).map { time.tm_hour = Int32($0) } != nil
    case "I", "l":
      hasHourOfTwelve = true
      return number(1...12, digits: 2).map { time.tm_hour = Int32($0 % 12) } != nil
    case "j":
      hasDayOfYear = true
      return number(1...366, digits: 3).map { time.tm_yday = Int32($0 - 1) } != nil
    case "m":
      hasMonth = true
      return number(1...12, digits: 2).map { time.tm_mon = Int32($0 - 1) } != nil
    case "M": return number(0...59, digits: 2).map { time.tm_min = Int32($0) } != nil
    case "p", "P": return name(["AM", "PM"]).map { isAfternoon = $0 == 1 } != nil
    case "r": return readParts("%I:%M:%S %p", &time)
    case "R": return readParts("%H:%M", &time)
    case "s": return readSeconds(&time)
    case "S": return number(0...61, digits: 2).map { time.tm_sec = Int32($0) } != nil
    case "T", "X": return readParts("%H:%M:%S", &time)
    case "u": return number(1...7, digits: 1).map { time.tm_wday = Int32($0 % 7) } != nil
    case "w": return number(0...6, digits: 1).map { time.tm_wday = Int32($0) } != nil
    case "U", "W", "V": return number(0...53, digits: 2) != nil
    case "g": return number(0...99, digits: 2) != nil
    case "G": return number(0...9999, digits: 4) != nil
    case "y": return number(0...99, digits: 2).map { yearOfCentury = $0 } != nil
    case "Y":
      hasYear = true
      let sign: Int = take(UInt8(ascii: "-")) ? -1 : 1
      return number(0...999_999, digits: 4).map { time.tm_year = Int32($0 * sign - 1900) } != nil
    case "z": return readOffset(&time)
    case "Z":
      while let byte = current, byte.startsName { position += 1 }
      return true
    default: return false
    }
  }

  /// Seconds since 1970.
  private mutating func readSeconds(_ time: inout tm) -> Bool {
    guard let seconds = number(0...Int(Int32.max) * 1000, digits: 12),
      let parts = BrokenDownTime.split(Int64(seconds), isLocal: false)
    else { return false }
    time = parts
    return true
  }

  /// `Z`, `+hh`, `+hhmm` or `+hh:mm`.
  private mutating func readOffset(_ time: inout tm) -> Bool {
    skipBlanks()
    if take(UInt8(ascii: "Z")) {
      time.tm_gmtoff = 0
      return true
    }
    let isNegative = take(UInt8(ascii: "-"))
    guard isNegative || take(UInt8(ascii: "+")), let hours = number(0...99, digits: 2) else { return false }
    _ = take(UInt8(ascii: ":"))
    let minutes = number(0...59, digits: 2) ?? 0
    let seconds = hours * 3600 + minutes * 60
    time.tm_gmtoff = isNegative ? -seconds : seconds
    return true
  }

  /// Weekday and day of the year, when the date is known.
  private func completeDate(_ time: inout tm) {
    guard hasYear, hasMonth && hasDay || hasDayOfYear else { return }
    if hasDayOfYear, !(hasMonth && hasDay) {
      time.tm_mon = 0
      time.tm_mday = time.tm_yday + 1
      _ = timegm(&time)
      return
    }
    var normalized = time
    _ = timegm(&normalized)
    time.tm_wday = normalized.tm_wday
    time.tm_yday = normalized.tm_yday
  }

  // MARK: Text

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private mutating func skipBlanks() { while let byte = current, Self.isBlank(byte) { position += 1 } }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func number(_ range: ClosedRange<Int>, digits: Int) -> Int? {
    skipBlanks()
    var value: Int?
    for _ in 0..<digits {
      guard let byte = current, byte.isDigit else { break }
      value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
      position += 1
    }
    return value.flatMap { range.contains($0) ? $0 : nil }
  }

  /// A name in full or by its first three letters, in any case.
  private mutating func name(_ names: [String]) -> Int? {
    for isFull in [true, false] {
      for (index, name) in names.enumerated() {
        let wanted = Array((isFull ? name : String(name.prefix(3))).lowercased().utf8)
        let found = bytes[position...].prefix(wanted.count).map { $0 | 0x20 }
        if found == wanted.map({ $0 | 0x20 }) {
          position += wanted.count
          return index
        }
      }
    }
    return nil
  }

  private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}
