import JSON

extension Evaluation {
  /// Reports that a value matches none of some alternatives, and what came closest.
  mutating func reportNone(of schemas: [NodeID], _ keyword: String, _ value: JSONValue, at node: Node) {
    guard isCollecting else { return report(keyword, of: node, "") }
    let failures = schemas.map { explain($0, value) ?? [] }
    if let expectation = Self.common(failures) {
      return report(keyword, of: node, expecting: expectation, expectation.sentence(for: value))
    }
    var message = "expected a match of one of \(schemas.count) alternatives, found none"
    let closest = failures.enumerated().filter { !$0.element.isEmpty }
      .min { Self.distance($0.element) < Self.distance($1.element) }
    if let (index, findings) = closest, let first = findings.first {
      message += "; closest is \(keyword)/\(index), but \(first.violation)"
      if findings.count > 1 { message += " (and \(findings.count - 1) more)" }
    }
    report(keyword, of: node, message)
  }

  /// How far a value is from an alternative: one of another type, or marked as another kind, was not meant.
  private static func distance(_ findings: [Finding]) -> Int {
    findings.reduce(0) { sum, finding in
      switch finding.expectation {
      case .types?: sum + (finding.path.isEmpty ? 1000 : 1)
      case .values?: sum + (finding.path.count <= 1 ? 100 : 1)
      case nil: sum + 1
      }
    }
  }

  /// What all alternatives expected of the value itself, if they ask for nothing but types, or nothing but values.
  private static func common(_ failures: [[Finding]]) -> Finding.Expectation? {
    var types: TypeSet = []
    var values: [JSONValue] = []
    for findings in failures {
      guard findings.count == 1, findings[0].path.isEmpty else { return nil }
      switch findings[0].expectation {
      case .types(let more)?: types.formUnion(more)
      case .values(let more)?: values += more
      case nil: return nil
      }
    }
    if values.isEmpty { return .types(types) }
    return types.isEmpty ? .values(values) : nil
  }
}

extension Finding.Expectation {
  fileprivate func sentence(for value: JSONValue) -> String {
    switch self {
    case .types(let types): "expected \(types.phrase), found \(value.brief)"
    case .values(let values): "expected \(values.alternatives), found \(value.excerpt())"
    }
  }
}
