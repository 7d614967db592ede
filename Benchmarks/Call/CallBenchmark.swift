import Foundation
import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one run of a document costs in CPU time, without a server around it.
///
/// `call-benchmark` starts itself once more as the upstream and prints a table; `call-benchmark once CONTENDER CONCURRENCY
/// RUNS PORT` does one thing, for a profiler to look at.
@main
struct CallBenchmark {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "upstream": try await Upstream.serve()
    case "once" where arguments.count == 5:
      let contenders = try Contenders(port: Int(arguments[4]) ?? 0)
      guard let contender = contenders.all.first(where: { $0.name == arguments[1] }) else {
        return print("no such contender; there are: \(contenders.all.map(\.name).joined(separator: ", "))")
      }
      let cost = try await contenders.cost(
        of: contender, concurrency: Int(arguments[2]) ?? 1, runs: Int(arguments[3]) ?? 1000)
      print("\(cost) µs")
      await contenders.shutdown()
    case "inline": try InlineStretch.print()
    default:
      try await printTable(Set(arguments))
      if arguments.isEmpty { try InlineStretch.print() }
    }
  }

  private static func printTable(_ names: Set<String>) async throws {
    let upstream = try Upstream.start()
    defer { upstream.stop() }
    let contenders = try Contenders(port: upstream.port)
    let chosen = contenders.all.filter { names.isEmpty || names.contains($0.name) }
    var samples: [String: [Double]] = [:]
    // Each in turn, several times over, so that a slow moment of the machine hits all of them.
    for round in 0..<6 {
      for contender in chosen {
        for concurrency in [1, 200] {
          let cost = try await contenders.cost(
            of: contender, concurrency: concurrency, runs: concurrency == 1 ? contender.runs / 5 : contender.runs)
          if round > 0 { samples["\(contender.name) \(concurrency)", default: []].append(cost) }
        }
      }
    }
    print("| µs of CPU, median (least) of 5 rounds | one at a time | 200 at once |\n| --- | --- | --- |")
    for contender in chosen {
      let cells = [1, 200].map { concurrency in
        let sorted = (samples["\(contender.name) \(concurrency)"] ?? []).sorted()
        return "\(tenths(sorted[sorted.count / 2])) (\(tenths(sorted[0])))"
      }
      print("| \(contender.title) | \(cells.joined(separator: " | ")) |")
    }
    await contenders.shutdown()
    if names.isEmpty { try printNode(port: upstream.port) }
  }

  /// The same by hand in Node, which prints rows of its own; nothing where there is no Node.
  private static func printNode(port: Int) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Contenders/call.mjs")
    fflush(nil)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["node", script.standardizedFileURL.path(), "\(port)"]
    try process.run()
    process.waitUntilExit()
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// The CPU time that this process has used, in user and kernel mode on all threads, in microseconds.
func cpuMicroseconds() -> Double {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  #else
    getrusage(RUSAGE_SELF, &usage)
  #endif
  func microseconds(_ time: timeval) -> Double { Double(time.tv_sec) * 1e6 + Double(time.tv_usec) }
  return microseconds(usage.ru_utime) + microseconds(usage.ru_stime)
}
