import Foundation
import Juggler
import JugglerSQLite

/// A folder that is gone afterwards.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
  let folder = FileManager.default.temporaryDirectory.appending(path: "juggler-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}

func withTemporaryStore<T>(
  _ options: SQLiteOptions = SQLiteOptions(), _ body: (SQLiteStore) async throws -> T
) async throws -> T {
  try await withTemporaryFolder { folder in
    let store = try SQLiteStore(path: folder + "/runs.db", options: options)
    let result = try await body(store)
    try await store.close()
    return result
  }
}
