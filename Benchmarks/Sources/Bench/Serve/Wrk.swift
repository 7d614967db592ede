import Foundation

/// The load generator `wrk` (a package of Debian).
enum Wrk {
  struct Outcome {
    var requests = 0
    var perSecond = 0.0
    /// Milliseconds.
    var median = 0.0
    var p99 = 0.0
    /// Answers that were none, or no success.
    var failures = 0
  }

  struct Missing: Error, CustomStringConvertible {
    var description: String { "wrk is not installed: on Debian, apt-get install wrk" }
  }

  static func run(_ url: String, connections: Int, seconds: Int, script: String? = nil) throws -> Outcome {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "--timeout", "10s"]
      + (script.map { ["-s", $0] } ?? []) + [url]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 127 { throw Missing() }
    return parse(text)
  }

  /// As wrk writes it: `424.00us`, `5.41ms`, `2.37s`.
  private static func milliseconds(_ text: String) -> Double {
    let value = Double(text.prefix { $0.isNumber || $0 == "." }) ?? .nan
    return if text.hasSuffix("us") { value / 1000 } else if text.hasSuffix("ms") { value } else { value * 1000 }
  }

  private static func parse(_ text: String) -> Outcome {
    var outcome = Outcome()
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case "50%": outcome.median = milliseconds(words[1])
      case "99%": outcome.p99 = milliseconds(words[1])
      case "Requests/sec:": outcome.perSecond = Double(words[1]) ?? 0
      case "Socket": outcome.failures += words.compactMap { Int($0.filter(\.isNumber)) }.reduce(0, +)
      case "Non-2xx": outcome.failures += Int(words.last ?? "") ?? 0
      default: if line.contains(" requests in ") { outcome.requests = Int(words.first ?? "") ?? 0 }
      }
    }
    return outcome
  }
}
