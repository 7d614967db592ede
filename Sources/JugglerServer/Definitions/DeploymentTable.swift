import Juggler

/// The deployments of a server at one moment; a value, so that readers hold one and never wait.
struct DeploymentTable: Sendable {
  struct Name: Hashable, Sendable {
    var namespace: String
    var name: String

    /// Where a workflow is called. Names are such that nothing in it needs percent encoding.
    var callPath: String { "/call/\(namespace)/\(name)" }
  }

  /// Of each name, newest version first; pre-releases after all others.
  private(set) var byName: [Name: [Deployment]] = [:]

  /// The latest version of each name, by the path under which it is called.
  private var byPath: [String: Deployment] = [:]

  private(set) var revision = 0

  /// The latest version, by its path as `callPath` has it: what nearly every call comes with, found without taking that
  /// apart.
  func latest(atPath path: String) -> Deployment? { byPath[path] }

  /// The latest version: a pre-release only when there is nothing else.
  func latest(_ namespace: String, _ name: String) -> Deployment? {
    byName[Name(namespace: namespace, name: name)]?.first
  }

  func deployment(_ reference: WorkflowReference) -> Deployment? {
    byName[Name(namespace: reference.namespace, name: reference.name)]?.first { $0.reference == reference }
  }

  /// All of them, by namespace, name and version, oldest first.
  var all: [Deployment] {
    byName.sorted { ($0.key.namespace, $0.key.name) < ($1.key.namespace, $1.key.name) }.flatMap { $0.value.reversed() }
  }

  /// The latest version of each name.
  var latest: [Deployment] {
    byName.sorted { ($0.key.namespace, $0.key.name) < ($1.key.namespace, $1.key.name) }.compactMap(\.value.first)
  }

  mutating func insert(_ deployment: Deployment) {
    let reference = deployment.reference
    remove(reference)
    let name = Name(namespace: reference.namespace, name: reference.name)
    var versions = byName[name] ?? []
    let place = versions.firstIndex { $0.precedes(deployment) } ?? versions.endIndex
    versions.insert(deployment, at: place)
    set(versions, for: name)
  }

  mutating func remove(_ reference: WorkflowReference) {
    let name = Name(namespace: reference.namespace, name: reference.name)
    revision += 1
    if var versions = byName[name] {
      versions.removeAll { $0.reference == reference }
      set(versions, for: name)
    }
  }

  private mutating func set(_ versions: [Deployment], for name: Name) {
    byName[name] = versions.isEmpty ? nil : versions
    byPath[name.callPath] = versions.first
  }
}

extension Deployment {
  /// Whether the other is taken before this one.
  fileprivate func precedes(_ other: Deployment) -> Bool {
    guard let version, let otherVersion = other.version else { return version == nil }
    if version.isPrerelease != otherVersion.isPrerelease { return version.isPrerelease }
    if version == otherVersion { return reference.version < other.reference.version }
    return version < otherVersion
  }
}
