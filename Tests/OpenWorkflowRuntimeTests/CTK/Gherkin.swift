import Testing

/// The part of Gherkin that the specification's conformance kit uses.
struct Scenario: Sendable, CustomTestStringConvertible {
  struct Step: Sendable {
    /// Without the keyword.
    var text: String
    /// What stands between `"""`.
    var block: String?
  }

  var feature: String
  var name: String
  var steps: [Step] = []

  var testDescription: String { "\(feature): \(name)" }
}

extension Scenario {
  /// The scenarios of a feature file in order.
  static func parse(_ text: String, feature: String) -> [Scenario] {
    var scenarios: [Scenario] = []
    var block: (lines: [Substring], indent: Int)?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop { $0 == " " || $0 == "\t" }.trimmingEnd()
      let indent = line.count - line.drop { $0 == " " }.count
      if trimmed.hasPrefix("\"\"\"") {
        if let open = block {
          let lines = open.lines.map { $0.dropFirst(min(open.indent, $0.prefix { $0 == " " }.count)) }
          if let last = scenarios.indices.last, let step = scenarios[last].steps.indices.last {
            scenarios[last].steps[step].block = lines.joined(separator: "\n")
          }
          block = nil
        } else {
          block = ([], indent)
        }
      } else if block != nil {
        block?.lines.append(line)
      } else if trimmed.hasPrefix("Scenario:") {
        let name = trimmed.dropFirst("Scenario:".count).drop { $0 == " " }
        scenarios.append(Scenario(feature: feature, name: String(name)))
      } else if let keyword = ["Given ", "When ", "Then ", "And "].first(where: trimmed.hasPrefix),
        let last = scenarios.indices.last
      {
        scenarios[last].steps.append(Step(text: String(trimmed.dropFirst(keyword.count))))
      }
    }
    return scenarios
  }
}

extension Substring {
  fileprivate func trimmingEnd() -> Substring {
    var text = self
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return text
  }
}
