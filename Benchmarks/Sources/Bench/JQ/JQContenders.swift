import Foundation
import JQ
import JSON

/// A way to evaluate a filter on a file.
protocol JQContender {
  var name: String { get }
  var isThere: Bool { get }
  /// CPU time of reading the file and evaluating the filter.
  func milliseconds(of filter: String, on path: String) throws -> Double
  func compileMicroseconds(of filter: String) throws -> Double
}

/// The product `JQ`, in this process.
struct SwiftJQ: JQContender {
  let name = "Juggler"
  let isThere = true

  func milliseconds(of filter: String, on path: String) throws -> Double {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    return try best(of: 5) {
      let start = CPUTime.now
      let outputs = try Filter(filter).all(try JSONValue(parsing: bytes))
      let time = CPUTime.now - start
      blackHole(outputs)
      return time / .milliseconds(1)
    }
  }

  func compileMicroseconds(of filter: String) throws -> Double {
    try best(of: 5) {
      let start = CPUTime.now
      for _ in 0..<2000 { blackHole(try Filter(filter)) }
      return (CPUTime.now - start) / .microseconds(1) / 2000
    }
  }
}

/// The command `jq`, a process for each run.
struct CommandJQ: JQContender {
  var name: String { (try? output(["--version"]).trimmingCharacters(in: .whitespacesAndNewlines)) ?? "jq" }
  var isThere: Bool { (try? output(["-n", "1"])) != nil }

  func milliseconds(of filter: String, on path: String) throws -> Double {
    try best(of: 2) { try childTime { _ = try output([filter, path]) } }
  }

  /// The whole process: compiling is most of what it does, and every call of the command pays for it.
  func compileMicroseconds(of filter: String) throws -> Double {
    try best(of: 5) { try childTime { _ = try output(["-n", "empty | (\(filter))"]) } } * 1000
  }

  private func output(_ arguments: [String]) throws -> String {
    try run("/usr/bin/env", ["jq"] + arguments)
  }
}

/// libjq in the Python package `jq`.
struct PythonJQ: JQContender {
  let name = "libjq (PyPI)"
  private var python: String { ProcessInfo.processInfo.environment["JQ_PYTHON"] ?? "python3" }
  var isThere: Bool { (try? run("/usr/bin/env", [python, "-c", "import jq"])) != nil }

  func milliseconds(of filter: String, on path: String) throws -> Double {
    try measure(
      """
      p = jq.compile(f); t = open(a).read(); s = time.process_time(); p.input_text(t).all(); \
      print((time.process_time() - s) * 1e3)
      """, filter, path, rounds: 2)
  }

  func compileMicroseconds(of filter: String) throws -> Double {
    try measure(
      """
      s = time.process_time(); [jq.compile(f) for _ in range(200)]; print((time.process_time() - s) * 1e6 / 200)
      """, filter, "", rounds: 2)
  }

  private func measure(_ script: String, _ filter: String, _ argument: String, rounds: Int) throws -> Double {
    try best(of: rounds) {
      let text = try run(
        "/usr/bin/env", [python, "-c", "import jq, sys, time; f, a = sys.argv[1:]; " + script, filter, argument])
      return Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }
  }
}

private func best(of rounds: Int, _ body: () throws -> Double) rethrows -> Double {
  var best = Double.infinity
  for _ in 0..<rounds { best = min(best, try body()) }
  return best
}

/// CPU milliseconds of the processes that end while `body` runs.
private func childTime(_ body: () throws -> Void) rethrows -> Double {
  let start = CPUTime.children
  try body()
  return (CPUTime.children - start) / .milliseconds(1)
}

private struct Failed: Error {}

private func run(_ command: String, _ arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: command)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw Failed() }
  return String(decoding: data, as: UTF8.self)
}
