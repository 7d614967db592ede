import Foundation
import JQ
import JSON

/// Filters on 100,000 objects and on a text, beside Debian's `jq` and PyPI's `jq` (libjq) where they are installed.
///
/// Figures are CPU time of reading the JSON text and evaluating the filter, the best of several runs, less what reading
/// alone (`length`) costs. `JQ_PYTHON` names the Python that has the package `jq` (python3).
struct JQSuite: Suite {
  let name = "jq"
  let summary = "filters on 100,000 objects and a text of 12 kB, CPU milliseconds beyond reading the input"

  private static let onObjects = [
    ("field access", ".[5000].nested.a"),
    ("map, select", "map(select(.price > 500)) | length"),
    ("map to objects", "map({id, p: (.price * 2)}) | length"),
    ("group_by", "group_by(.category) | map({c: .[0].category, n: length})"),
    ("sort_by", "sort_by(.price) | .[0].id"),
    ("reduce", "reduce .[] as $x (0; . + $x.price)"),
    ("reduce to object", "reduce .[] as $x ({}; .[$x.category] += 1)"),
    ("deep update", ".[5000].tags[0] = \"x\" | length"),
    ("update of each", "map(.price += 1) | length"),
    ("walk", "walk(if type == \"number\" then . + 1 else . end) | length"),
    ("with_entries", "map(with_entries(.value |= tostring)) | length"),
    ("paths", "[paths] | length"),
  ]
  private static let onText = [
    ("gsub", "gsub(\"[aeiou]\"; \"*\") | length"),
    ("gsub, captures", "gsub(\"(?<w>\\\\w+)\"; \"<\\(.w)>\") | length"),
    ("split", "split(\" \") | length"),
  ]
  private static let workflow = ".order.items | map(select(.price > 10)) | length"

  func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "jq-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let contenders: [any JQContender] = [SwiftJQ(), CommandJQ(), PythonJQ()].filter(\.isThere)
    print("| filter | " + contenders.map(\.name).joined(separator: " | ") + " |")
    print("| --- |" + String(repeating: " --- |", count: contenders.count))
    var totals = [Double](repeating: 0, count: contenders.count)
    for (filters, input) in [(Self.onObjects, Self.objects()), (Self.onText, Self.text())] {
      let file = folder.appending(path: "input.json")
      try input.serialized().write(to: file, atomically: true, encoding: .utf8)
      let bases = try contenders.map { try $0.milliseconds(of: "length", on: file.path) }
      for (title, filter) in filters {
        var cells = [title]
        for (index, contender) in contenders.enumerated() {
          let cost = max(0, try contender.milliseconds(of: filter, on: file.path) - bases[index])
          totals[index] += cost
          cells.append(String(format: "%.1f", cost))
        }
        print("| " + cells.joined(separator: " | ") + " |")
      }
    }
    print("| **sum** | " + totals.map { String(format: "%.1f", $0) }.joined(separator: " | ") + " |")
    print("\ncompiling `\(Self.workflow)`, microseconds of CPU:")
    for contender in contenders {
      print("- \(contender.name): \(String(format: "%.1f", try contender.compileMicroseconds(of: Self.workflow)))")
    }
  }

  private static func objects() -> JSONValue {
    var state: UInt64 = 1
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var objects: [JSONValue] = []
    for index in 0..<100_000 {
      var object = JSONObject()
      object["id"] = .integer(Int64(index))
      object["name"] = .string("item \(index)")
      object["price"] = .double(Double(random(100_000)) / 100)
      object["category"] = .string("c\(random(50))")
      object["tags"] = .array((0..<3).map { _ in .string("t\(random(10))") })
      object["nested"] = ["a": .integer(Int64(index % 7)), "b": [.integer(Int64(index)), .integer(Int64(index + 1))]]
      objects.append(.object(object))
    }
    return .array(objects)
  }

  private static func text() -> JSONValue {
    let words = ["alpha", "beta", "gamma", "delta", "queue", "sky", "retry", "workflow", "wait", "overlap"]
    return .string((0..<2000).map { words[$0 * 7 % 10] }.joined(separator: " "))
  }
}
