import ArgumentParser

/// `NAME=VALUE`.
struct TagArgument: ExpressibleByArgument, Equatable, Sendable {
  var name: String
  var value: String

  init?(argument: String) {
    guard let separator = argument.firstIndex(of: "="), separator != argument.startIndex else { return nil }
    name = String(argument[..<separator])
    value = String(argument[argument.index(after: separator)...])
  }
}

extension [TagArgument] {
  /// The last one of a name counts.
  var dictionary: [String: String] { Dictionary(map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) }
}
