import FoundationEssentials
import JugglerAPI

/// A list of runs for a person.
struct RunTable {
  private let table: TextTable

  init(_ runs: [Run]) {
    let hasErrors = runs.contains { $0.error != nil }
    var header = ["ID", "STATUS", "WORKFLOW", "CREATED", "TOOK"]
    if hasErrors { header.append("ERROR") }
    let rows = runs.map { run in
      var row = [
        TextTable.Cell(run.id), TextTable.Cell(run.status.rawValue, run.status.color),
        TextTable.Cell(run.workflow.description), TextTable.Cell(run.createdAt.readable, .dim),
        TextTable.Cell(Duration.from(run.startedAt, to: run.endedAt)?.readable ?? "–", .dim),
      ]
      if hasErrors { row.append(TextTable.Cell(run.error?.brief ?? "")) }
      return row
    }
    table = TextTable(header: header, rows: rows)
  }

  func lines(_ traits: TerminalTraits) -> [String] { table.rows.isEmpty ? ["No runs."] : table.lines(traits) }
}

extension Status {
  var color: TextStyle.Color? {
    switch self {
    case .completed: .green
    case .faulted: .red
    case .cancelled, .suspended: .yellow
    case .running: .blue
    case .pending, .waiting: .dim
    }
  }
}

extension ProblemDetails {
  /// On one line.
  var brief: String {
    let text = [title, detail].compactMap(\.self).joined(separator: ": ")
    let place = instance.map { " (at \($0))" } ?? ""
    return (text.isEmpty ? type : text) + place
  }
}

extension Date {
  /// In UTC to the second: `2026-01-31 12:00:00Z`.
  var readable: String {
    rfc3339.replacing("T", with: " ", maxReplacements: 1).split(separator: ".").first.map { $0 + "Z" } ?? rfc3339
  }
}

extension Duration {
  /// `nil` when one of the times is not known.
  static func from(_ start: Date?, to end: Date?) -> Duration? {
    guard let start, let end else { return nil }
    return .seconds(end.timeIntervalSince(start))
  }
}
