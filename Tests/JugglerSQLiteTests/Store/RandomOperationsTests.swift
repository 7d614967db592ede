import Juggler
import JugglerSQLite
import Testing

/// The store in memory is the model: whatever is done to both, they answer alike.
struct RandomOperationsTests {
  private func answer(_ operation: RandomOperations.Operation, _ store: any RunStore) async -> String {
    do {
      return try await operation.run(store)
    } catch let error as StoreError {
      return "error \(error.code)"
    } catch {
      return "error \(error)"
    }
  }

  private func compare(seed: UInt64, operations count: Int, reopening: Int) async throws {
    try await withTemporaryFolder { folder in
      let options = SQLiteOptions(checkpointPages: 50)
      let model = InMemoryStore(endedRunsKept: .max)
      var store = try SQLiteStore(path: folder + "/runs.db", options: options)
      var operations = RandomOperations(seed: seed)
      for number in 0..<count {
        let operation = operations.next()
        let (expected, found) = (await answer(operation, model), await answer(operation, store))
        #expect(found == expected, "operation \(number), seed \(seed): \(operation.name)")
        if operations.chance(reopening) {
          try await store.close()
          store = try SQLiteStore(path: folder + "/runs.db", options: options)
        }
        let look = operations.look()
        let (expectedLook, foundLook) = (await answer(look, model), await answer(look, store))
        #expect(foundLook == expectedLook, "after operation \(number), seed \(seed): \(operation.name): \(look.name)")
        if found != expected || foundLook != expectedLook { break }
      }
      let problems = try await store.check()
      #expect(problems == [])
      try await store.close()
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func answersLikeTheStoreInMemory(seed: UInt64) async throws {
    try await compare(seed: seed, operations: 400, reopening: 2)
  }

  @Test(arguments: [7, 8] as [UInt64]) func answersTheSameAfterItWasOpenedAgain(seed: UInt64) async throws {
    try await compare(seed: seed, operations: 60, reopening: 100)
  }
}
