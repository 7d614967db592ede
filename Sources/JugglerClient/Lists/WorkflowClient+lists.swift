public import JugglerAPI
import NIOHTTP1

/// Which runs to list; what is `nil` or empty does not restrict.
public struct RunFilter: Sendable, Hashable {
  public var namespace: String?
  public var name: String?
  public var version: String?
  public var statuses: Set<Status>
  /// Each of these tags with this value.
  public var tags: [String: String]
  /// Only parts of this run.
  public var parent: String?
  public var oldestFirst: Bool
  /// Whether inputs and outputs may be left out, which spares sending large ones.
  public var omitsPayloads: Bool
  /// Runs a page.
  public var pageSize: Int

  public init(
    namespace: String? = nil, name: String? = nil, version: String? = nil, statuses: Set<Status> = [],
    tags: [String: String] = [:], parent: String? = nil, oldestFirst: Bool = false, omitsPayloads: Bool = false,
    pageSize: Int = 100
  ) {
    self.namespace = namespace
    self.name = name
    self.version = version
    self.statuses = statuses
    self.tags = tags
    self.parent = parent
    self.oldestFirst = oldestFirst
    self.omitsPayloads = omitsPayloads
    self.pageSize = pageSize
  }
}

extension WorkflowClient {
  /// The runs that match, the newest first, fetched as they are asked for.
  public func runs(_ filter: RunFilter = RunFilter()) -> PagedSequence<Run> {
    PagedSequence { [self] in try await runs(filter, after: $0) }
  }

  /// One page of them.
  @concurrent
  public func runs(_ filter: RunFilter, after cursor: String?) async throws -> ItemList<Run> {
    var request = APIRequest(.GET, ["api", "v1", "runs"])
    if let namespace = filter.namespace { request.query.append(("namespace", namespace)) }
    if let name = filter.name { request.query.append(("name", name)) }
    if let version = filter.version { request.query.append(("version", version)) }
    for status in filter.statuses.map(\.rawValue).sorted() { request.query.append(("status", status)) }
    for (name, value) in filter.tags.sorted(by: { $0.key < $1.key }) {
      request.query.append(("tag", "\(name)=\(value)"))
    }
    if let parent = filter.parent { request.query.append(("parent", parent)) }
    if filter.oldestFirst { request.query.append(("order", "oldest")) }
    if filter.omitsPayloads { request.query.append(("payloads", "false")) }
    if let cursor { request.query.append(("cursor", cursor)) }
    request.query.append(("limit", String(filter.pageSize)))
    return try await answer(to: request, as: ItemList<Run>.self)
  }

  /// The steps of a run that ended, in the order in which they did.
  public func steps(of run: String) -> PagedSequence<Step> {
    PagedSequence { [self] in try await steps(of: run, after: $0) }
  }

  /// One page of them.
  @concurrent
  public func steps(of run: String, after cursor: String?, limit: Int = 100) async throws -> ItemList<Step> {
    var request = APIRequest(.GET, ["api", "v1", "runs", run, "steps"])
    if let cursor { request.query.append(("cursor", cursor)) }
    request.query.append(("limit", String(limit)))
    return try await answer(to: request, as: ItemList<Step>.self)
  }
}
