import Foundation

/// The `juggler` binary at work, as a user starts it. `JUGGLER` names the binary; `make bench` sets it.
struct JugglerProcess {
  struct Outcome {
    var wall: Duration
    /// User and kernel mode together, of the process and the processes it waited for.
    var cpu: Duration
    var status: Int32
    var output: String
    /// Lines of standard error that are JSON objects: events of `--trace json`.
    var events: [[String: Any]]
    /// The largest resident memory that was seen, in bytes.
    var peakMemory: Int
  }

  static var path: String? { ProcessInfo.processInfo.environment["JUGGLER"] }

  /// Runs a document. While it runs, its memory is read every 20 ms.
  static func run(_ document: String, input: String = "{}", arguments: [String] = []) throws -> Outcome {
    guard let path else { throw Missing() }
    let folder = FileManager.default.temporaryDirectory.appending(path: "juggler-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "workflow.yaml")
    let (output, errors) = (folder.appending(path: "stdout"), folder.appending(path: "stderr"))
    for sink in [output, errors] { try Data().write(to: sink) }
    try Data(document.utf8).write(to: file)

    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["run", file.path(), "--input", input] + arguments
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    let clock = ContinuousClock()
    let cpu = CPUTime.children
    let start = clock.now
    try process.run()
    var peak = 0
    while process.isRunning {
      peak = max(peak, memory(of: process.processIdentifier))
      usleep(peak == 0 ? 500 : 20_000)
    }
    process.waitUntilExit()
    let wall = start.duration(to: clock.now)
    return Outcome(
      wall: wall, cpu: CPUTime.children - cpu, status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      events: String(decoding: try Data(contentsOf: errors), as: UTF8.self).split(separator: "\n").compactMap {
        (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
      },
      peakMemory: peak)
  }

  struct Missing: Error, CustomStringConvertible {
    var description: String {
      "JUGGLER is not set: run `make bench`, or set it to the path of a release build of juggler"
    }
  }

  /// `VmHWM`, the peak of the resident memory so far; 0 where the system does not tell.
  private static func memory(of process: Int32) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return 0 }
    return (Int(line.filter(\.isNumber)) ?? 0) * 1024
  }
}

extension JugglerProcess.Outcome {
  /// From a task's `started` to its `completed`, by the events' own times.
  func duration(ofTask name: String) -> Duration? {
    func time(_ event: String) -> Date? {
      events.first { $0["task"] as? String == name && $0["event"] as? String == event }
        .flatMap { $0["at"] as? String }
        .flatMap { try? Date($0, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true)) }
    }
    guard let start = time("started"), let end = time("completed") else { return nil }
    return .milliseconds(Int64(((end.timeIntervalSince(start)) * 1000).rounded()))
  }
}
