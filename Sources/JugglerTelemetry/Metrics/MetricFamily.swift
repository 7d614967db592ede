/// What Prometheus calls the type of a metric.
package enum MetricKind: String, Sendable {
  case counter, gauge, histogram
}

/// All series of one name.
struct MetricFamily: Sendable {
  var name: String
  var kind: MetricKind
  var help: String?
  var series: [MetricLabels: any MetricSeries] = [:]
}

/// Something that is counted or measured, and can be read at any time.
package protocol MetricSeries: AnyObject, Sendable {
  var value: MetricValue { get }
}

package enum MetricValue: Sendable, Equatable {
  case integer(Int64)
  case double(Double)
  case histogram(Histogram)
}

/// The values counted so far, by buckets.
package struct Histogram: Sendable, Equatable {
  /// The upper bounds of the buckets, included; the last bucket has none.
  package var bounds: [Double]
  /// How many values are in each bucket, one more than bounds.
  package var counts: [Int]
  package var sum: Double

  package var count: Int { counts.reduce(0, +) }

  /// Seconds: from a call that is answered from memory to a service that takes a minute.
  package static let latencyBounds: [Double] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
  ]
  /// Numbers of things.
  package static let valueBounds: [Double] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000,
  ]
}

/// Labels in the order of their names; equal ones name the same series.
struct MetricLabels: Hashable, Sendable {
  struct Label: Hashable, Sendable {
    var name: String
    var value: String
  }

  let labels: [Label]

  init(_ pairs: [(String, String)]) {
    labels =
      pairs.map { Label(name: MetricName.label($0.0), value: $0.1) }.sorted {
        ($0.name, $0.value) < ($1.name, $1.value)
      }
  }
}

/// Names as the exposition format has them.
package enum MetricName {
  static func valid(_ name: String) -> String { replaced(name, allowsColon: true) }

  static func counter(_ name: String) -> String {
    let name = valid(name)
    return name.hasSuffix("_total") ? name : name + "_total"
  }

  static func timer(_ name: String) -> String {
    let name = valid(name)
    return name.hasSuffix("_seconds") ? name : name + "_seconds"
  }

  /// Names that begin with `__` are Prometheus's own, and `le` is the bound of a bucket.
  static func label(_ name: String) -> String {
    let name = replaced(name, allowsColon: false)
    return name.hasPrefix("__") || name == "le" ? "exported_" + name.drop { $0 == "_" } : name
  }

  private static func replaced(_ name: String, allowsColon: Bool) -> String {
    var bytes = name.utf8.map { byte in
      isLetterOrDigit(byte) || byte == UInt8(ascii: ":") && allowsColon ? byte : UInt8(ascii: "_")
    }
    if bytes.first.map({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) ?? true {
      bytes.insert(UInt8(ascii: "_"), at: 0)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
