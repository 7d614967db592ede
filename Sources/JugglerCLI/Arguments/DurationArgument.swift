import ArgumentParser
import OpenWorkflow

/// A length of time on the command line: `30s`, `500ms`, `1h30m`, or ISO 8601 such as `PT30S`.
struct DurationArgument: ExpressibleByArgument, Equatable, Sendable {
  var duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    guard let duration = Duration(iso8601: argument) ?? Self.units(argument), duration > .zero else { return nil }
    self.duration = duration
  }

  /// Numbers, each with its unit, largest unit first.
  private static func units(_ text: String) -> Duration? {
    var rest = text[...]
    var total = Duration.zero
    var previous = Duration.seconds(Int64.max)
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let number = Double(digits), number < 1e9, let unit = unit(name), unit < previous else { return nil }
      total += unit * number
      previous = unit
    }
    return text.isEmpty ? nil : total
  }

  private static func unit(_ name: Substring) -> Duration? {
    switch name {
    case "us", "µs": .microseconds(1)
    case "ms": .milliseconds(1)
    case "s": .seconds(1)
    case "m", "min": .seconds(60)
    case "h": .seconds(3600)
    case "d": .seconds(86_400)
    default: nil
    }
  }
}
