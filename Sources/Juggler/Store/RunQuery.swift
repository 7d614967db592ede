/// Which runs to list; what is `nil` or empty does not restrict.
public struct RunQuery: Sendable, Hashable {
  public var namespace: String?
  public var name: String?
  public var version: String?
  public var statuses: Set<RunStatus>
  public var parent: RunID?
  /// Each of these tags with this value.
  public var tags: [String: String]
  /// Created at this time or later.
  public var createdFrom: Timestamp?
  /// Created before this time.
  public var createdBefore: Timestamp?
  public var oldestFirst: Bool
  /// Whether `input` and `output` may be left out (`null` and `nil`), which spares reading large ones.
  public var omitsPayloads: Bool
  /// `Page.nextCursor` of the page before.
  public var cursor: String?
  /// At least 1.
  public var limit: Int

  public init(
    namespace: String? = nil, name: String? = nil, version: String? = nil, statuses: Set<RunStatus> = [],
    parent: RunID? = nil, tags: [String: String] = [:], createdFrom: Timestamp? = nil, createdBefore: Timestamp? = nil,
    oldestFirst: Bool = false, omitsPayloads: Bool = false, cursor: String? = nil, limit: Int = 100
  ) {
    self.namespace = namespace
    self.name = name
    self.version = version
    self.statuses = statuses
    self.parent = parent
    self.tags = tags
    self.createdFrom = createdFrom
    self.createdBefore = createdBefore
    self.oldestFirst = oldestFirst
    self.omitsPayloads = omitsPayloads
    self.cursor = cursor
    self.limit = limit
  }

  /// Whether a record is one of those asked for, cursor and limit aside.
  public func matches(_ record: RunRecord) -> Bool {
    (namespace.map { $0 == record.workflow.namespace } ?? true)
      && (name.map { $0 == record.workflow.name } ?? true)
      && (version.map { $0 == record.workflow.version } ?? true)
      && (statuses.isEmpty || statuses.contains(record.status))
      && (parent.map { $0 == record.parent } ?? true)
      && tags.allSatisfy { record.tags[$0.key] == $0.value }
      && (createdFrom.map { $0 <= record.createdAt } ?? true)
      && (createdBefore.map { record.createdAt < $0 } ?? true)
  }
}
