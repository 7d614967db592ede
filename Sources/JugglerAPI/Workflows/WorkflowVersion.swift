public import JSON

/// Names one version of a workflow.
public struct WorkflowVersion: WireType, CustomStringConvertible {
  public var namespace: String
  public var name: String
  /// A semantic version (semver.org).
  public var version: String

  public init(namespace: String, name: String, version: String) {
    self.namespace = namespace
    self.name = name
    self.version = version
  }

  public init(json: JSONValue) throws(WireError) {
    let reader = try WireReader(json)
    self.init(
      namespace: try reader.string("namespace"), name: try reader.string("name"), version: try reader.string("version"))
  }

  public var json: JSONValue {
    ["namespace": .string(namespace), "name": .string(name), "version": .string(version)]
  }

  public var description: String { "\(namespace)/\(name):\(version)" }
}
