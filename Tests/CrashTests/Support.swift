import Foundation
import JSON
import Juggler
import JugglerSQLite
import JugglerTesting

/// The process that is killed, beside the test bundle, where the build puts it.
let subject: String = {
  let tests =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  return URL(filePath: tests).deletingLastPathComponent().appending(path: "CrashSubject").path
}()

/// A folder that is gone afterwards.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory.appending(path: "juggler-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}

/// Refuses the first attempt at whatever is called flaky.
let service: CrashHarness.Answer = { effect, attempt in
  effect.name.hasPrefix("flaky") && attempt == 1 ? .status(503) : CrashHarness.answerByName(effect, attempt)
}

/// What a run of the menu must give: the service answers with the run's id and the effect's name.
func expectedOutput(_ run: RunRecord) -> JSONValue? {
  func done(_ name: String) -> JSONValue { .string("\(run.id)/\(name)") }
  // A run that goes on in another has no output.
  if run.continuedAs != nil { return nil }
  return switch run.workflow.name {
  case "sequence": .array(["order", "pay", "flaky-oven", "serve", "thank"].map(done))
  case "overlap": .array((0..<4).map { [done("take-\($0)"), done("bring-\($0)")] })
  case "parked": .array(["soak", "drain", "cook"].map(done))
  case "parent": [done("plan"), 2, done("taste")]
  case "signalled": [done("ask"), 42, done("obey")]
  case "rounds": .array(["stir", "wait"].map(done))
  case "child": .array(["chop", "fry"].map(done))
  default: nil
  }
}

/// What is in the store at `path` now.
func runs(at path: String) async throws -> [CrashVerdict.Run] {
  let store = try SQLiteStore(path: path)
  let runs = try await store.crashedRuns(expectedOutput)
  try await store.close()
  return runs
}
