/// Names one version of a workflow.
public struct WorkflowReference: Sendable, Hashable, Codable, CustomStringConvertible {
  public var namespace: String
  public var name: String
  /// A semantic version (semver.org).
  public var version: String

  public init(namespace: String, name: String, version: String) {
    self.namespace = namespace
    self.name = name
    self.version = version
  }

  public var description: String { "\(namespace)/\(name):\(version)" }
}
