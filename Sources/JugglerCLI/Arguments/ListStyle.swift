import ArgumentParser
import JSON

/// How what a command found is printed.
enum ListStyle: String, ExpressibleByArgument, CaseIterable, Sendable {
  case table, json, pretty

  /// `nil` for a table.
  var json: JSONWritingOptions? {
    switch self {
    case .table: nil
    case .json: .compact
    case .pretty: .pretty
    }
  }
}
