import Foundation

/// DBOS (PyPI `dbos`) on its SQLite, in a process that answers one measurement at a time.
final class DBOSPeer {
  struct Sample: Decodable {
    var stepsASecond: Double
    var microsecondsOfCPU: Double
    /// Milliseconds that a run took.
    var p50: Double
    var p99: Double
  }

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  private static var package: URL {
    URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
  }

  /// `nil`, and says why, when there is no Python or it cannot be installed.
  init?(folder: String) throws {
    let environment = Self.package.appending(path: ".build/peers/dbos")
    let python = environment.appending(path: "bin/python")
    let setup = """
      test -x '\(python.path())' && '\(python.path())' -c 'import dbos' 2> /dev/null && exit 0
      python3 -m venv '\(environment.path())' && '\(environment.path())/bin/pip' install --quiet \
        --disable-pip-version-check dbos
      """
    guard try Self.sh(setup) == 0 else {
      print("DBOS is left out: `python3 -m venv` and `pip install dbos` did not work here\n")
      return nil
    }
    process.executableURL = python
    process.arguments = [Self.package.appending(path: "Contenders/dbos_steps.py").path(), folder]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    guard readLine() == "ready" else {
      print("DBOS is left out: it did not start\n")
      return nil
    }
  }

  func measure(atATime concurrency: Int, runs: Int) throws -> Sample? {
    try input.fileHandleForWriting.write(contentsOf: Data("\(concurrency) \(runs)\n".utf8))
    guard let line = readLine() else { return nil }
    return try JSONDecoder().decode(Sample.self, from: Data(line.utf8))
  }

  func stop() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private func readLine() -> String? {
    var line = Data()
    while let byte = try? output.fileHandleForReading.read(upToCount: 1), let first = byte.first {
      if first == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(first)
    }
    return nil
  }

  private static func sh(_ script: String) throws -> Int32 {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", script]
    try shell.run()
    shell.waitUntilExit()
    return shell.terminationStatus
  }
}
