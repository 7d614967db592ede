/// Names a workflow, in one version or the latest: `shop/order`, `shop/order:1.2.0`.
public struct WorkflowName: Sendable, Hashable, LosslessStringConvertible {
  public var namespace: String
  public var name: String
  /// `nil` for the latest.
  public var version: String?

  public init(namespace: String, name: String, version: String? = nil) {
    self.namespace = namespace
    self.name = name
    self.version = version
  }

  /// `nil` for text that is not as shown above.
  public init?(_ description: String) {
    let parts = description.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard path.count == 2, !path.contains(""), parts.count == 1 || !parts[1].isEmpty else { return nil }
    self.init(
      namespace: String(path[0]), name: String(path[1]), version: parts.count == 2 ? String(parts[1]) : nil)
  }

  public var description: String { "\(namespace)/\(name)\(version.map { ":" + $0 } ?? "")" }
}

extension WorkflowName: ExpressibleByStringLiteral {
  /// A literal that names no workflow is a mistake of the program and stops it.
  public init(stringLiteral value: String) {
    guard let name = WorkflowName(value) else {
      preconditionFailure("'\(value)' names no workflow: expected namespace/name or namespace/name:version")
    }
    self = name
  }
}
