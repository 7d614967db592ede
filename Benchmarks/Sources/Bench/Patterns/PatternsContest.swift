import AsyncPatterns
import Foundation

/// The same work in Swift, Node and Python, one after the other in one run: CPU time of the whole process.
///
/// Node and Python have no semaphore, respectively no bounded map, of their own: theirs are what one writes by hand,
/// in `Contenders/`.
struct PatternsContest {
  /// Name of the work, and how many times it is done. The names are those that the contenders know.
  private static let works: [(name: String, count: Int, unit: String)] = [
    ("timeout around a call that returns at once", 100_000, "call"),
    ("semaphore without contention", 200_000, "call"),
    ("semaphore, 64 tasks for 4 permits, each held for a turn", 64_000, "permit"),
    ("map of a million trivial elements, 64 at a time", 1_000_000, "element"),
    ("10,000 sleeps of 100 ms at once", 10_000, "sleep"),
  ]

  func run() async throws {
    let others = try [
      ("Node", contender("node", "patterns.mjs")), ("Python", contender("python3", "patterns.py")),
    ]
    print("ns of CPU time for each, all threads; for the sleeps also how late they woke (median, last)\n")
    print("| work | per | Swift | Node | Python |\n| --- | --- | --- | --- | --- |")
    for (index, work) in Self.works.enumerated() {
      let ours = try await swift(index, work.count)
      let theirs = others.map { $0.1[index] }
      print("| \(work.name) | \(work.unit) | \(ours) | \(theirs.joined(separator: " | ")) |")
    }
  }

  /// The lines that another interpreter prints, one for each work; as many dashes when it is not there.
  private func contender(_ interpreter: String, _ script: String) throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Contenders/\(script)").standardizedFileURL
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter, folder.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\n").map(String.init)
    return lines.count == Self.works.count ? lines : Self.works.map { _ in "–" }
  }

  @concurrent
  private func swift(_ work: Int, _ count: Int) async throws -> String {
    // Once to warm up, as the others do.
    _ = try await perform(work, count / 10)
    let start = CPUTime.now
    let late = try await perform(work, count)
    let nanoseconds = (CPUTime.now - start) / .nanoseconds(count)
    return "\(Int(nanoseconds.rounded()))\(late)"
  }

  private func perform(_ work: Int, _ count: Int) async throws -> String {
    switch work {
    case 0:
      for _ in 0..<count { try await withTimeout(.seconds(60), clock: .timers) { try await nothing() } }
    case 1:
      let semaphore = AsyncSemaphore(permits: 4)
      for _ in 0..<count { try await semaphore.withPermit { try await nothing() } }
    case 2:
      let semaphore = AsyncSemaphore(permits: 4)
      try await (0..<64).concurrentForEach { _ in
        for _ in 0..<(count / 64) { try await semaphore.withPermit { await Task.yield() } }
      }
    case 3:
      blackHole(try await (0..<count).concurrentMap(maxConcurrency: 64) { $0 + 1 })
    default:
      return try await sleeps(count)
    }
    return ""
  }

  private func sleeps(_ count: Int) async throws -> String {
    let clock = TimerClock.timers
    let late = try await (0..<count).concurrentMap { _ in
      let due = clock.now.advanced(by: .milliseconds(100))
      try await clock.sleep(until: due)
      return due.duration(to: clock.now) / .milliseconds(1)
    }.sorted()
    return String(format: " (%.1f ms, %.1f ms late)", late[count / 2], late[count - 1])
  }
}

@inline(never)
private func nothing() async throws {}
