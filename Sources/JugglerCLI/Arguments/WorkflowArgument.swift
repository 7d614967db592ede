import ArgumentParser

/// Which workflow: `NAME`, `NAMESPACE/NAME` or `NAMESPACE/NAME:VERSION`.
struct WorkflowArgument: ExpressibleByArgument, Equatable, Sendable {
  var namespace: String?
  var name: String
  var version: String?

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard path.count <= 2, !path.contains(""), parts.count == 1 || !parts[1].isEmpty else { return nil }
    namespace = path.count == 2 ? String(path[0]) : nil
    name = String(path[path.count - 1])
    version = parts.count == 2 ? String(parts[1]) : nil
  }
}
