import ArgumentParser

/// A name and what it stands for, which the rewriter joined with `=`.
struct JQNamedValue: ExpressibleByArgument, Equatable, Sendable {
  var name: String
  var value: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    name = String(parts[0])
    value = String(parts[1])
  }
}

/// An argument for `$ARGS.positional`, marked by the rewriter with what it is.
struct JQPositionalValue: ExpressibleByArgument, Equatable, Sendable {
  var isJSON: Bool
  var text: String

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, ["string", "json"].contains(parts[0]) else { return nil }
    isJSON = parts[0] == "json"
    text = String(parts[1])
  }
}
