extension PrometheusRegistry {
  /// What `exposition` is, as a `Content-Type`.
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// All metrics in Prometheus's text format, version 0.0.4.
  package func exposition() -> [UInt8] {
    var text = ExpositionText()
    for family in snapshot() { text.append(family) }
    return text.bytes
  }
}

/// Builds the text.
private struct ExpositionText {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ family: MetricFamily) {
    if let help = family.help { append("# HELP \(family.name) \(Self.escaped(help, quotes: false))\n") }
    append("# TYPE \(family.name) \(family.kind.rawValue)\n")
    let series = family.series.sorted { $0.key < $1.key }
    for (labels, series) in series {
      let pairs = labels.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }.joined(separator: ",")
      switch series.value {
      case .integer(let value): append(family.name, pairs, "\(value)")
      case .double(let value): append(family.name, pairs, Self.number(value))
      case .histogram(let histogram): append(histogram, family.name, pairs)
      }
    }
  }

  private mutating func append(_ histogram: Histogram, _ name: String, _ pairs: String) {
    var total = 0
    for (index, count) in histogram.counts.enumerated() {
      total += count
      let bound = index < histogram.bounds.count ? Self.number(histogram.bounds[index]) : "+Inf"
      append(name + "_bucket", pairs.isEmpty ? "le=\"\(bound)\"" : "\(pairs),le=\"\(bound)\"", "\(total)")
    }
    append(name + "_sum", pairs, Self.number(histogram.sum))
    append(name + "_count", pairs, "\(total)")
  }

  private mutating func append(_ name: String, _ pairs: String, _ value: String) {
    append(pairs.isEmpty ? "\(name) \(value)\n" : "\(name){\(pairs)} \(value)\n")
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    guard
      text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\"") })
    else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension MetricLabels: Comparable {
  static func < (a: Self, b: Self) -> Bool {
    a.labels.lexicographicallyPrecedes(b.labels) { ($0.name, $0.value) < ($1.name, $1.value) }
  }
}
