import Juggler
import JugglerTesting
import Testing

struct RunStoreContractTests {
  @Test(arguments: RunStoreContract.checks) func inMemoryStore(_ check: RunStoreContract.Check) async throws {
    try await check.run(InMemoryStore())
  }
}
