import IPAddresses
import Logging

/// How the value of a setting is written, the same in a file, in the environment and on the command line.
struct SettingSyntax<Value: Sendable>: Sendable {
  /// For help texts: `port`.
  var placeholder: String
  /// For messages: "a number from 0 to 65535".
  var expectation: String
  var parse: @Sendable (String) -> Value?
}

extension SettingSyntax where Value == String {
  static func text(_ placeholder: String, _ expectation: String = "a text") -> Self {
    SettingSyntax(placeholder: placeholder, expectation: expectation) { $0.isEmpty ? nil : $0 }
  }

  static func choice(_ placeholder: String, _ choices: [String]) -> Self {
    let expectation = choices.dropLast().joined(separator: ", ") + " or " + (choices.last ?? "")
    return SettingSyntax(placeholder: placeholder, expectation: expectation) { choices.contains($0) ? $0 : nil }
  }
}

extension SettingSyntax where Value == String {
  static var header: Self {
    SettingSyntax(placeholder: "name=value", expectation: "a header field, NAME=VALUE") { text in
      (text.firstIndex(of: "=") ?? text.startIndex) > text.startIndex ? text : nil
    }
  }
}

extension SettingSyntax where Value == String {
  static var addresses: Self {
    SettingSyntax(placeholder: "address", expectation: "an address or a range such as 10.0.0.0/8 or 2001:db8::1") {
      AddressRange($0) == nil ? nil : $0
    }
  }
}

extension SettingSyntax where Value == Int {
  static func number(_ placeholder: String, _ range: ClosedRange<Int>) -> Self {
    let bounds =
      range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    return SettingSyntax(placeholder: placeholder, expectation: "a number, \(bounds)") { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Bytes: `65536`, `64KiB`, `10MB`.
  static var size: Self {
    SettingSyntax(placeholder: "size", expectation: "a size such as 65536, 64KiB or 10MB") { text in
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      let units = [
        "": 1, "b": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000, "kib": 1 << 10, "mib": 1 << 20,
        "gib": 1 << 30,
      ]
      guard let number = Int(digits), let unit = units[text.dropFirst(digits.count).lowercased()] else { return nil }
      let (bytes, overflows) = number.multipliedReportingOverflow(by: unit)
      return overflows ? nil : bytes
    }
  }
}

extension SettingSyntax where Value == Double {
  static func fraction(_ placeholder: String) -> Self {
    SettingSyntax(placeholder: placeholder, expectation: "a number from 0 to 1") { text in
      Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
    }
  }
}

extension SettingSyntax where Value == Bool {
  static var flag: Self {
    SettingSyntax(placeholder: "true|false", expectation: "true or false") { text in
      switch text.lowercased() {
      case "true", "yes", "on", "1": true
      case "false", "no", "off", "0": false
      default: nil
      }
    }
  }
}

extension SettingSyntax where Value == Duration {
  static var duration: Self {
    SettingSyntax(placeholder: "duration", expectation: "a length of time such as 30s, 500ms, 1h30m or PT30S") {
      DurationArgument(argument: $0)?.duration
    }
  }

  /// One that may be nothing at all.
  static var delay: Self {
    SettingSyntax(placeholder: "duration", expectation: "a length of time such as 0s, 15s, 500ms or PT30S") {
      ["0", "0s"].contains($0) ? .zero : DurationArgument(argument: $0)?.duration
    }
  }
}

extension SettingSyntax where Value == StoreArgument {
  static var store: Self {
    SettingSyntax(placeholder: "store", expectation: "memory, sqlite:PATH or postgres://…") {
      StoreArgument(argument: $0)
    }
  }
}

extension SettingSyntax where Value == Logger.Level {
  static var level: Self {
    SettingSyntax(placeholder: "level", expectation: "trace, debug, info, notice, warning, error or critical") {
      Logger.Level(rawValue: $0)
    }
  }
}
