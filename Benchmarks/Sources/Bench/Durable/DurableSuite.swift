import Foundation
import Juggler

/// Durable runs on SQLite, `synchronous=FULL`: throughput beside DBOS and beside bare inserts, memory and start-up with
/// 100,000 parked runs, a run of 100,000 steps.
///
/// `STORE_DIR` names the folder to write in; its disk decides what a commit costs. `DURABLE` names what of it to measure.
struct DurableSuite: Suite {
  let name = "durable"
  let summary = "workflows of five trivial steps, 100,000 parked runs, 100,000 steps in a run; SQLite, synchronous=FULL"

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let disk = environment["STORE_DIR"] ?? FileManager.default.temporaryDirectory.path
    let parts = environment["DURABLE"]?.split(separator: ",").map(String.init)
    func wants(_ part: String) -> Bool { parts?.contains(part) ?? true }
    if wants("disk") { try await inFolder(of: disk) { try await DurableContest(folder: $0, label: "disk").report() } }
    let memoryDisk = "/dev/shm"
    if wants("memory"), FileManager.default.isWritableFile(atPath: memoryDisk) {
      try await inFolder(of: memoryDisk) {
        try await DurableContest(folder: $0, label: "a memory disk (\(memoryDisk))").report()
      }
    }
    if wants("document") { try await inFolder(of: disk) { try DurableDocument.report(in: $0) } }
    for part in DurablePart.allCases where wants(part.rawValue) {
      try await inFolder(of: disk) { folder in try part.report(in: folder) }
    }
  }

  private func inFolder(of parent: String, _ body: (String) async throws -> Void) async throws {
    let folder = parent + "/juggler-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }
}
