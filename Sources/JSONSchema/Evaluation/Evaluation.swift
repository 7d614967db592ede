import JSON

/// One validation of one value.
struct Evaluation {
  let program: Program
  private let limit: Int
  /// `false` while only validity is asked for; the first violation then ends the work.
  private var collects = true
  private var isValid = true
  private(set) var findings: [Finding] = []
  private var depth = 0
  private var isTooDeep = false
  /// The resources entered on the way here, outermost first; kept only when a `$dynamicRef` asks.
  private(set) var scope: [Int] = []
  /// How many alternatives are being explained within each other.
  private var explanations = 0

  /// Schemas applied within each other, by nesting of the value and by reference. Each takes about 1 KiB of stack, and 4
  /// without optimization.
  static let depthLimit = 512
  private static let explanationLimit = 3

  init(_ program: Program, limit: Int) {
    self.program = program
    self.limit = limit
  }

  mutating func run(on value: JSONValue) -> [Violation] {
    var marks = Marks.unwanted
    check(0, value, &marks)
    // What was found is not to be trusted when part of the value was not looked at.
    return isTooDeep ? [Self.depthViolation] : findings.map(\.violation)
  }

  private static let depthViolation = Violation(
    instance: "", keyword: "",
    message: "expected at most \(depthLimit) schemas within each other, found more: the value is nested too deep")

  mutating func accepts(_ value: JSONValue) -> Bool {
    matches(0, value) && !isTooDeep
  }

  /// Whether findings are wanted, or only whether there is one.
  var isCollecting: Bool { collects && findings.count < limit }

  /// Whether to look no further.
  var isDone: Bool { !isValid && (!collects || findings.count >= limit) }
}

// MARK: - Applying schemas

extension Evaluation {
  /// Applies a schema to a value.
  mutating func check(_ id: NodeID, _ value: JSONValue, _ marks: inout Marks) {
    let node = program.nodes[id]
    guard depth < Self.depthLimit else {
      isTooDeep = true
      isValid = false
      return
    }
    depth += 1
    defer { depth -= 1 }
    guard program.followsDynamicScope, scope.last != node.resource else {
      return node.check(value, &marks, in: &self)
    }
    scope.append(node.resource)
    node.check(value, &marks, in: &self)
    scope.removeLast()
  }

  /// Applies a schema to a member of the value.
  mutating func check(_ id: NodeID, _ value: JSONValue, member key: String) {
    let known = findings.count
    var marks = Marks.unwanted
    check(id, value, &marks)
    for index in known..<findings.count { findings[index].path.append(.member(key)) }
  }

  /// Applies a schema to an item of the value.
  mutating func check(_ id: NodeID, _ value: JSONValue, item position: Int) {
    let known = findings.count
    var marks = Marks.unwanted
    check(id, value, &marks)
    for index in known..<findings.count { findings[index].path.append(.item(position)) }
  }

  /// Whether a value is valid against a schema; nothing is reported.
  mutating func matches(_ id: NodeID, _ value: JSONValue, _ marks: inout Marks) -> Bool {
    let before = (collects, isValid)
    (collects, isValid) = (false, true)
    check(id, value, &marks)
    defer { (collects, isValid) = before }
    return isValid
  }

  mutating func matches(_ id: NodeID, _ value: JSONValue) -> Bool {
    var marks = Marks.unwanted
    return matches(id, value, &marks)
  }

  /// Why a value is not valid against a schema, relative to the value; `nil` when it would go too far to tell.
  func explain(_ id: NodeID, _ value: JSONValue) -> [Finding]? {
    guard explanations < Self.explanationLimit else { return nil }
    var inner = self
    inner.findings = []
    inner.isValid = true
    inner.explanations += 1
    var marks = Marks.unwanted
    inner.check(id, value, &marks)
    return inner.findings
  }
}

// MARK: - Reporting

extension Evaluation {
  /// The value differs from what `keyword` of `node` asks.
  mutating func report(
    _ keyword: String, of node: Node, expecting expectation: Finding.Expectation? = nil,
    at step: Finding.Step? = nil, _ message: @autoclosure () -> String
  ) {
    isValid = false
    guard isCollecting else { return }
    let location = keyword.isEmpty ? node.location : "\(node.location)/\(keyword)"
    findings.append(
      Finding(path: step.map { [$0] } ?? [], keyword: location, message: message(), expectation: expectation))
  }
}
