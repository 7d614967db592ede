import Juggler
import JugglerSQLite

extension StoreArgument {
  func open() throws(UserError) -> any RunStore {
    switch self {
    case .memory: return InMemoryStore()
    case .sqlite(let path):
      do {
        return try SQLiteStore(path: path)
      } catch {
        throw UserError("--store: \(error)")
      }
    case .postgres:
      throw UserError("--store: this version has no PostgreSQL; give --store memory or --store sqlite:PATH")
    }
  }
}
