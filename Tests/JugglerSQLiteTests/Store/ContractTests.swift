import Juggler
import JugglerSQLite
import JugglerTesting
import Testing

struct SQLiteContractTests {
  @Test(arguments: RunStoreContract.checks) func keepsTheContract(_ check: RunStoreContract.Check) async throws {
    try await withTemporaryStore { try await check.run($0) }
  }
}
