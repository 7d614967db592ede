import JSON
import JugglerTesting

/// Makes documents of every composite task, nested at random; the same for the same seed.
///
/// What comes of it does not depend on who is faster: a branch catches its own faults, and timeouts are long enough to
/// keep their deadlines across a restart.
struct RandomDocument {
  private var generator: SeededGenerator
  private var count = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func make() -> JSONValue {
    [
      "document": ["dsl": "1.0.3", "namespace": "test", "name": "random", "version": "1.0.0"],
      "use": ["functions": ["service": call("/function")]],
      "do": list(depth: 3),
    ]
  }

  /// Everything that an expression sees here, as one number.
  private mutating func hash(_ value: String) -> JSONValue {
    .string(
      "${ [\(value), $context, \(number(1000))] | tojson | reduce explode[] as $c (7; (. * 31 + $c) % 1000003) }")
  }

  private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

  private mutating func list(depth: Int) -> JSONValue {
    .array((0..<(1 + number(3))).map { _ in named(task(depth: depth)) })
  }

  private mutating func named(_ task: JSONValue) -> JSONValue {
    count += 1
    return .object(["t\(count)": task])
  }

  private mutating func task(depth: Int) -> JSONValue {
    var task = depth == 0 ? leaf() : number(3) == 0 ? leaf() : composite(depth: depth)
    if number(4) == 0 { task["export"] = ["as": hash(".")] }
    return .object(task)
  }

  private mutating func leaf() -> JSONObject {
    switch number(6) {
    case 0: ["set": ["n": hash(".")]]
    case 1: ["wait": .object(["seconds": .integer(Int64(1 + number(100)))])]
    case 2: ["call": "service", "with": ["x": hash(".")], "output": ["as": hash(".")]]
    case 3:
      [
        "emit": ["event": ["with": ["source": "https://e.com", "type": "t", "data": hash(".")]]],
        "output": ["as": hash(".data")],
      ]
    default: call("/x").objectValue ?? [:]
    }
  }

  private mutating func call(_ path: String) -> JSONValue {
    [
      "call": "http", "with": ["method": "post", "endpoint": "http://s\(path)", "body": "${ . }"],
      "output": ["as": hash(".body")],
    ]
  }

  /// Different from every sum of waits and of other limits, so that nothing is due at the same moment.
  private mutating func limit() -> JSONValue {
    count += 1
    return ["seconds": .integer(Int64(60 + number(140))), "milliseconds": .integer(Int64(count))]
  }

  private mutating func composite(depth: Int) -> JSONObject {
    let elements = JSONValue.string("[range(\(number(4)))]")
    switch number(6) {
    case 0: return ["do": list(depth: depth - 1)]
    case 1: return ["for": ["in": elements], "do": list(depth: depth - 1)]
    case 2:
      return [
        "for": ["in": elements], "metadata": ["juggler": ["concurrency": .integer(Int64(1 + number(3)))]],
        "do": [named(["try": list(depth: depth - 1), "catch": [:]])],
      ]
    case 3:
      let branches = (0..<(1 + number(3))).map { _ in
        named(["try": list(depth: depth - 1), "catch": ["do": [named(["set": ["caught": hash("$error.status")]])]]])
      }
      return ["fork": ["branches": .array(branches)]]
    case 4:
      let failing: JSONValue =
        number(2) == 0 ? call("/fail/503") : ["raise": ["error": ["type": "https://e.com/e", "status": 400]]]
      let tasks = (list(depth: depth - 1).arrayValue ?? []) + [named(failing)]
      return [
        "try": .array(tasks),
        "catch": [
          "retry": [
            "delay": ["seconds": 3], "backoff": ["exponential": [:]],
            "limit": ["attempt": ["count": .integer(Int64(number(3)))]],
          ],
          "do": list(depth: depth - 1),
        ],
      ]
    default:
      return [
        "try": [
          named(["timeout": ["after": limit()], "do": list(depth: depth - 1)])
        ],
        "catch": ["do": list(depth: depth - 1)],
      ]
    }
  }
}
