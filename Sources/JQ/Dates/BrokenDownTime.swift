import JSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// "Broken down time" as jq writes it: `[year, month from 0, day, hours, minutes, seconds, weekday, day of year]`,
/// the seconds possibly with a fraction. Computed by the C library's reentrant functions.
enum BrokenDownTime {
  /// From seconds since 1970, in UTC or the process's time zone.
  static func make(_ seconds: Double, isLocal: Bool) throws(Raised) -> JSONValue {
    // As in jq, whole seconds are truncated, and the fraction counts from the second below.
    let whole = seconds.rounded(.towardZero)
    guard whole.magnitude < 9e18, var time = split(Int64(whole), isLocal: isLocal) else {
      throw Raised("error converting number of seconds since epoch to datetime")
    }
    time.tm_zone = nil
    return value(time, fraction: seconds - seconds.rounded(.down))
  }

  static func split(_ seconds: Int64, isLocal: Bool) -> tm? {
    var seconds = time_t(seconds)
    var time = tm()
    let result = isLocal ? localtime_r(&seconds, &time) : gmtime_r(&seconds, &time)
    return result == nil ? nil : time
  }

  private static func value(_ time: tm, fraction: Double) -> JSONValue {
    let seconds = fraction == 0 ? JSONValue.number(Int(time.tm_sec)) : .number(Double(time.tm_sec) + fraction)
    return .array([
      .number(Int(time.tm_year) + 1900), .number(Int(time.tm_mon)), .number(Int(time.tm_mday)),
      .number(Int(time.tm_hour)), .number(Int(time.tm_min)), seconds, .number(Int(time.tm_wday)),
      .number(Int(time.tm_yday)),
    ])
  }

  /// The C library's form; missing fields are zero. `nil` unless all fields are numbers.
  static func parse(_ value: JSONValue, isLocal: Bool) -> tm? {
    guard case .array(let fields) = value else { return nil }
    var numbers: [Int32] = []
    for field in fields.prefix(8) {
      guard let number = field.doubleValue else { return nil }
      numbers.append(Int32(clamping: Int64(clamping: number)))
    }
    while numbers.count < 8 { numbers.append(0) }
    guard var time = split(0, isLocal: isLocal) else { return nil }
    time.tm_year = numbers[0] &- 1900
    time.tm_mon = numbers[1]
    time.tm_mday = numbers[2]
    time.tm_hour = numbers[3]
    time.tm_min = numbers[4]
    time.tm_sec = numbers[5]
    time.tm_wday = numbers[6]
    time.tm_yday = numbers[7]
    return time
  }

  static func secondsSince1970(_ value: JSONValue) throws(Raised) -> JSONValue {
    guard case .array = value else { throw Raised("mktime requires array inputs") }
    guard var time = parse(value, isLocal: false) else { throw Raised("mktime requires parsed datetime inputs") }
    time.tm_isdst = 0
    let seconds = timegm(&time)
    guard seconds != -1 else { throw Raised("invalid gmtime representation") }
    return .number(Int(seconds))
  }

  static func format(_ value: JSONValue, _ format: JSONValue, name: String, isLocal: Bool) throws(Raised) -> String {
    var value = value
    if let seconds = value.doubleValue {
      value = try make(seconds, isLocal: isLocal)
    } else if value.arrayValue == nil {
      throw Raised("\(name) requires parsed datetime inputs")
    }
    guard case .string(let format) = format else { throw Raised("\(name) requires a string format") }
    guard var time = parse(value, isLocal: isLocal) else {
      throw Raised("\(name) requires parsed datetime inputs")
    }
    // Weekday and day of the year follow from the date, whatever the input says.
    var normalized = time
    if isLocal {
      normalized.tm_isdst = -1
      _ = mktime(&normalized)
      time.tm_isdst = normalized.tm_isdst
      time.tm_gmtoff = normalized.tm_gmtoff
      time.tm_zone = normalized.tm_zone
    } else {
      _ = timegm(&normalized)
    }
    time.tm_wday = normalized.tm_wday
    time.tm_yday = normalized.tm_yday
    // The C library calls UTC "GMT"; jq's strflocaltime does not.
    return isLocal || name == "strftime/1" ? write(time, format) : write(time, replacingZone(in: format))
  }

  private static func replacingZone(in format: String) -> String {
    var result: [UInt8] = []
    var bytes = format.utf8.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "%"), let next = bytes.next() else {
        result.append(byte)
        continue
      }
      result.append(contentsOf: next == UInt8(ascii: "Z") ? Array("UTC".utf8) : [byte, next])
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func write(_ time: tm, _ format: String) -> String {
    guard !format.isEmpty else { return "" }
    var time = time
    // A mark at the end tells an empty result from a buffer that was too small.
    let marked = format + "|"
    var capacity = marked.utf8.count * 2 + 128
    while capacity < 1 << 24 {
      let buffer = [CChar](unsafeUninitializedCapacity: capacity) { buffer, count in
        count = strftime(buffer.baseAddress!, capacity, marked, &time)
      }
      if !buffer.isEmpty { return String(decoding: buffer.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }
      capacity *= 4
    }
    return ""
  }

  static func read(_ input: JSONValue, _ format: JSONValue) throws(Raised) -> JSONValue {
    guard case .string(let text) = input, case .string(let format) = format else {
      throw Raised("strptime/1 requires string inputs and arguments")
    }
    var time = tm()
    time.tm_wday = 8
    time.tm_yday = 367
    var reader = DateReader(text)
    guard reader.read(format, into: &time) else {
      throw Raised("date \"\(text)\" does not match format \"\(format)\"")
    }
    let rest = reader.rest
    guard rest.isEmpty || rest.utf8.first.map(isBlank) == true else {
      throw Raised("date \"\(text)\" does not match format \"\(format)\"")
    }
    if reader.hasDate { complete(&time) }
    guard case .array(var fields) = value(time, fraction: 0) else { return .null }
    if !rest.isEmpty { fields.append(.string(rest)) }
    return .array(fields)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static func complete(_ time: inout tm) {
    var normalized = time
    _ = timegm(&normalized)
    if time.tm_wday == 8 { time.tm_wday = normalized.tm_wday }
    guard time.tm_yday == 367 else { return }
    let before: [Int32] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    let year = Int(time.tm_year) + 1900
    let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    let month = min(max(Int(time.tm_mon), 0), 11)
    time.tm_yday = before[month] + (isLeap && month > 1 ? 1 : 0) + time.tm_mday - 1
  }
}
