import GRDB
import GRDBSQLite
import Juggler

/// The one connection that writes: its prepared statements, and what it remembers between transactions.
///
/// It is used on the connection's queue and nowhere else; that makes it safe to hand over, and nothing else does.
final class Writer: @unchecked Sendable {
  let database: Database
  let statements: WriterStatements
  private let checkpoints: Checkpoints
  private var numbers = NumberCache()

  init(_ database: Database, checkpointPages: Int) throws {
    self.database = database
    statements = try WriterStatements(database)
    checkpoints = Checkpoints(database, pages: checkpointPages)
  }

  /// Commits what `body` does, or nothing of it.
  func transaction<T>(_ body: (Writer) throws -> T) throws -> T {
    try statements.begin.run()
    do {
      if try dataVersion() { numbers.removeAll() }
      let result = try body(self)
      try statements.commit.run()
      return result
    } catch {
      // What was remembered may not be there. A full disk rolls back by itself, other errors do not.
      numbers.removeAll()
      if sqlite3_get_autocommit(database.sqliteConnection) == 0 { try? statements.rollback.run() }
      throw error
    }
  }

  /// Moves the log into the file when it has grown enough. Call it outside of transactions, when nobody waits.
  func checkpointIfDue() { checkpoints.runIfDue() }

  private var lastDataVersion: Int64 = 0

  /// Whether another connection has written since this was last asked.
  private func dataVersion() throws -> Bool {
    guard try statements.dataVersion.next() else { return true }
    let version = statements.dataVersion.integer(0)
    statements.dataVersion.reset()
    defer { lastDataVersion = version }
    return version != lastDataVersion
  }

  func check(_ owner: OwnerID?) throws {
    guard let owner else { return }
    statements.owner.bind(owner.value, at: 1)
    let isRegistered = try statements.owner.next()
    statements.owner.reset()
    if !isRegistered { throw StoreError.fenced(owner) }
  }

  /// The number of a run; `nil` when there is no such run.
  func number(of run: RunID) throws -> Int64? {
    if let number = numbers.runs[run] { return number }
    statements.findRun.bind(run, at: 1)
    guard try statements.findRun.next() else { return nil }
    let number = statements.findRun.integer(0)
    statements.findRun.reset()
    numbers.insert(number, of: run)
    return number
  }

  func remember(_ number: Int64, of run: RunID) { numbers.insert(number, of: run) }

  func forget(_ run: RunID) { numbers.runs[run] = nil }

  func number(of workflow: WorkflowReference, digest: String) throws -> Int64 {
    let key = NumberCache.Workflow(reference: workflow, digest: digest)
    if let number = numbers.workflows[key] { return number }
    for statement in [statements.findWorkflow, statements.insertWorkflow] {
      statement.bind(workflow.namespace, at: 1)
      statement.bind(workflow.name, at: 2)
      statement.bind(workflow.version, at: 3)
      statement.bind(digest, at: 4)
    }
    let number: Int64
    if try statements.findWorkflow.next() {
      number = statements.findWorkflow.integer(0)
      statements.findWorkflow.reset()
    } else {
      try statements.insertWorkflow.run()
      number = database.lastInsertedRowID
    }
    numbers.insert(number, of: key)
    return number
  }
}

/// Numbers that the file gives to runs in flight and to workflows.
struct NumberCache {
  struct Workflow: Hashable {
    var reference: WorkflowReference
    var digest: String
  }

  private static let limit = 20_000

  var runs: [RunID: Int64] = [:]
  private(set) var workflows: [Workflow: Int64] = [:]

  mutating func insert(_ number: Int64, of run: RunID) {
    if runs.count >= Self.limit { runs.removeAll(keepingCapacity: true) }
    runs[run] = number
  }

  mutating func insert(_ number: Int64, of workflow: Workflow) {
    if workflows.count >= Self.limit { workflows.removeAll(keepingCapacity: true) }
    workflows[workflow] = number
  }

  mutating func removeAll() {
    runs.removeAll(keepingCapacity: true)
    workflows.removeAll(keepingCapacity: true)
  }
}
