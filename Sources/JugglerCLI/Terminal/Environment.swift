#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The variables of the process.
struct Environment: Sendable {
  private let values: [String: String]?

  /// The process's own.
  static let process = Environment(values: nil)

  private init(values: [String: String]?) { self.values = values }

  init(_ values: [String: String]) { self.values = values }

  subscript(name: String) -> String? {
    guard let values else { return getenv(name).map { String(cString: $0) } }
    return values[name]
  }

  /// Every variable whose name begins with `prefix`.
  func variables(prefixed prefix: String) -> [String: String] {
    (values ?? Self.all).filter { $0.key.hasPrefix(prefix) }
  }

  private static var all: [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return variables
  }
}
