import GRDB
import Juggler

/// A query of runs in SQL.
struct RunList: Sendable {
  private enum Value: Sendable {
    case integer(Int64)
    case text(String)
    case run(RunID)
  }

  private let query: RunQuery
  private let limit: Int
  private var conditions: [String] = []
  private var values: [Value] = []

  init(_ query: RunQuery) throws(StoreError) {
    self.query = query
    // A page has one more than asked for, so that it is known whether something follows.
    limit = min(max(1, query.limit), 1_000_000)
    values.append(.integer(Int64(limit) + 1))
    if let text = query.cursor {
      guard let cursor = RunID(text) else {
        throw StoreError(.corrupt, "'\(text)' is no cursor of a list of runs")
      }
      conditions.append("id \(query.oldestFirst ? ">" : "<") \(place(.run(cursor)))")
    }
    addWorkflow()
    if let parent = query.parent { conditions.append("parent = \(place(.run(parent)))") }
    for (key, value) in query.tags.sorted(by: { $0.key < $1.key }) {
      let tag = "key = \(place(.text(key))) AND value = \(place(.text(value)))"
      conditions.append("EXISTS (SELECT 1 FROM tags WHERE \(tag) AND run = runs.number)")
    }
    if let time = query.createdFrom { conditions.append("created_at >= \(place(.integer(time.nanoseconds)))") }
    if let time = query.createdBefore { conditions.append("created_at < \(place(.integer(time.nanoseconds)))") }
  }

  private mutating func addWorkflow() {
    var parts: [String] = []
    for (column, text) in [("namespace", query.namespace), ("name", query.name), ("version", query.version)] {
      if let text { parts.append("\(column) = \(place(.text(text)))") }
    }
    guard !parts.isEmpty else { return }
    conditions.append("workflow IN (SELECT number FROM workflows WHERE \(parts.joined(separator: " AND ")))")
  }

  private mutating func place(_ value: Value) -> String {
    values.append(value)
    return "?\(values.count)"
  }

  private var sql: String {
    let order = "ORDER BY id \(query.oldestFirst ? "ASC" : "DESC") LIMIT ?1"
    func chosen(_ more: [String]) -> String {
      let all = conditions + more
      let filter = all.isEmpty ? "" : "WHERE \(all.joined(separator: " AND "))"
      return "SELECT * FROM (SELECT number, id FROM runs \(filter) \(order))"
    }
    // Each status has its runs in order in an index; together they would have to be sorted.
    let parts =
      query.statuses.isEmpty
      ? [chosen([])] : query.statuses.map(\.code).sorted().map { chosen(["status = \($0)"]) }
    return """
      SELECT \(RunReader.columns(payloads: !query.omitsPayloads))
      FROM (SELECT * FROM (\(parts.joined(separator: " UNION ALL "))) \(order)) c
      JOIN runs r ON r.number = c.number JOIN workflows w ON w.number = r.workflow
      ORDER BY c.id \(query.oldestFirst ? "ASC" : "DESC")
      """
  }

  func page(_ db: Database) throws -> Page<RunRecord> {
    let rows = try Query(db, sql)
    defer { rows.reset() }
    for (index, value) in values.enumerated() {
      let index = Int32(index + 1)
      switch value {
      case .integer(let integer): rows.bind(integer, at: index)
      case .text(let text): rows.bind(text, at: index)
      case .run(let run): rows.bind(run, at: index)
      }
    }
    var items: [RunRecord] = []
    while try rows.next() {
      if items.count == limit { return Page(items: items, nextCursor: items.last?.id.description) }
      items.append(try RunReader.record(rows, payloads: !query.omitsPayloads))
    }
    return Page(items: items, nextCursor: nil)
  }
}
