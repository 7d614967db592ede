import Foundation

/// What one run of a document costs in CPU time, on event loops as in the server but without it, beside Node.
///
/// It is a process of its own (`Benchmarks/Call`), built with the package: it looks at what that shows to nobody else.
struct CallSuite: Suite {
  let name = "call"
  let summary = "CPU time of one run of a document that makes an HTTP call, and of one that shapes its input"

  func run() async throws {
    guard let path = ProcessInfo.processInfo.environment["CALL_BENCHMARK"] else {
      return print("CALL_BENCHMARK is not set: run `make bench ARGS=call`")
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    try process.run()
    process.waitUntilExit()
  }
}
