import JQ
import JSON

/// How long an expression that turns out to be expensive stays on the thread that waits for it.
enum InlineStretch {
  /// As the interpreter has it.
  private static let steps = 5000
  private static let filters = [
    "last(range(1e9))", "[range(1e5)] | length", "[limit(1e5; repeat(1))]", "sort", "group_by(. % 7)", "map(. + 1)",
    "tojson", "add", "reverse | map(.)", "to_entries", #"[.[] | tostring] | join("")"#, "walk(.)", "[paths] | length",
  ]

  static func print() throws {
    let input = JSONValue.array((0..<200_000).map { .integer(Int64(($0 * 7919) % 200_000)) })
    var longest = (time: Duration.zero, filter: "")
    for source in filters {
      let filter = try Filter(source)
      // The best of several: others work on this machine, too.
      let time =
        try (0..<5).map { _ in
          try ContinuousClock().measure {
            var left = steps
            _ = try filter.results(input, variables: [], steps: &left)
          }
        }.min() ?? .zero
      if time > longest.time { longest = (time, source) }
    }
    Swift.print(
      "\nAn expression leaves its thread after at most \(longest.time) (\(longest.filter)), of \(filters.count) tried.")
  }
}
