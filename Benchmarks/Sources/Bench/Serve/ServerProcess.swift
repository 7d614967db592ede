import Foundation

/// A server that answers the same three requests as the others.
struct Contestant: Sendable {
  var name: String
  let command: String
  /// With `PORT` and `UPSTREAM` in the place of what they stand for.
  var arguments: [String]
}

/// One contestant, running.
final class ServerProcess {
  let port: Int
  private let process = Process()

  /// Returns once it answers.
  init(_ contestant: Contestant, port: Int, upstream: String) throws {
    self.port = port
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [contestant.command]
      + contestant.arguments.map { argument in
        argument.replacing("PORT", with: "\(port)").replacing("UPSTREAM", with: upstream)
      }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<200 {
      if (try? Wrk.run("http://127.0.0.1:\(port)/healthz", connections: 1, seconds: 1).requests) ?? 0 > 0 { return }
      guard process.isRunning else { break }
      usleep(100_000)
    }
    stop()
    throw Unavailable(name: contestant.name)
  }

  struct Unavailable: Error {
    let name: String
  }

  var isRunning: Bool { process.isRunning }

  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    // Some wait for connections that the load generator left open.
    for _ in 0..<50 where process.isRunning { usleep(100_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// CPU time of all its threads so far, from the scheduler's own account.
  var cpuTime: Duration {
    let tasks = "/proc/\(process.processIdentifier)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    let nanoseconds = threads.reduce(into: 0) { sum, thread in
      let text = (try? String(contentsOfFile: "\(tasks)/\(thread)/schedstat", encoding: .utf8)) ?? ""
      sum += text.split(separator: " ").first.flatMap { Int($0) } ?? 0
    }
    return .nanoseconds(nanoseconds)
  }

  /// Peak of the resident memory.
  var peakMemory: Int {
    let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) * 1024
  }
}
