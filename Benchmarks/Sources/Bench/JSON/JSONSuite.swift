import Foundation
import JSON

/// Parsing and writing against Foundation's coders, on the same bytes in the same run.
struct JSONSuite: Suite {
  let name = "json"
  let summary = "MB per second of CPU time, the median of 7 rounds in turns"

  func run() throws {
    print("| input | bytes | operation | JSON | Foundation | factor |\n| --- | --- | --- | --- | --- | --- |")
    for (name, text) in JSONInputs.all {
      let bytes = Array(text.utf8)
      let data = Data(bytes)
      let value = try JSONValue(parsing: bytes)
      let object = try JSONSerialization.jsonObject(with: data)
      try report(
        name, bytes.count, "parse (JSONSerialization)", { blackHole(try JSONValue(parsing: bytes)) },
        { blackHole(try JSONSerialization.jsonObject(with: data)) })
      try report(
        name, bytes.count, "write (JSONSerialization)", { blackHole(value.serializedBytes()) },
        { blackHole(try JSONSerialization.data(withJSONObject: object, options: .withoutEscapingSlashes)) })
    }
    try runTyped()
  }

  /// From text to Swift types and back.
  private func runTyped() throws {
    let text = JSONInputs.smallObjects()
    let bytes = Array(text.utf8)
    let data = Data(bytes)
    let orders = try JSONDecoder().decode([Order].self, from: data)
    try report(
      "small objects", bytes.count, "parse into structs (JSONDecoder)",
      { blackHole(try JSONValue(parsing: bytes).decode([Order].self)) },
      { blackHole(try JSONDecoder().decode([Order].self, from: data)) })
    try report(
      "small objects", bytes.count, "write structs (JSONEncoder)",
      { blackHole(try JSONValue(encoding: orders).serializedBytes()) },
      { blackHole(try JSONEncoder().encode(orders)) })
  }

  private func report(
    _ input: String, _ bytes: Int, _ operation: String, _ ours: @escaping () throws -> Void,
    _ theirs: @escaping () throws -> Void
  ) throws {
    let contest = Contest(
      bytes: bytes, contenders: [.init(name: "JSON", body: ours), .init(name: "Foundation", body: theirs)])
    let rates = try contest.run()
    let cells = [
      input, "\(bytes)", operation, "\(Int(rates[0]))", "\(Int(rates[1]))",
      String(format: "%.1f", rates[0] / rates[1]),
    ]
    print("| " + cells.joined(separator: " | ") + " |")
  }

  private struct Order: Codable {
    struct Address: Codable {
      let street: String
      let city: String
      let zip: String
    }

    let id: Int
    let customer: String
    let active: Bool
    let price: Double
    let tags: [String]
    let address: Address
    let note: String?
  }
}
