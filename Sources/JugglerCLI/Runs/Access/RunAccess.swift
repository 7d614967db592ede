import JSON
import JugglerAPI

/// The runs that a command looks at and changes, wherever they are: in a store, or on a server.
protocol RunAccess: Sendable {
  func list(_ filter: RunFilter) async throws -> ItemList<Run>
  func run(_ id: String) async throws -> Run
  /// In the order in which they ended.
  func steps(of id: String, after cursor: String?) async throws -> ItemList<Step>
  /// Returns the run as it is afterwards; a process that drives it may still have to hear of it.
  func perform(_ action: RunAction, on id: String) async throws -> Run
  /// Returns the new run.
  func fork(_ id: String, _ request: ForkRequest) async throws -> Run
  func close() async
}

enum RunAction: String, Sendable {
  case cancel, suspend, resume, retry
}

/// Which runs to list; what is `nil` or empty does not restrict.
struct RunFilter: Sendable {
  var workflow: WorkflowArgument?
  var statuses: Set<Status> = []
  var tags: [String: String] = [:]
  var parent: String?
  var oldestFirst = false
  var omitsPayloads = false
  var cursor: String?
  var limit = 50
}
