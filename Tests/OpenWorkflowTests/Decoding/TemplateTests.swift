import JSON
import OpenWorkflow
import Testing

@Suite struct TemplateTests {
  private func template(_ yaml: String, mode: String = "strict") throws -> Template? {
    let definition = try workflow("evaluate: { mode: \(mode) }\ndo:\n  - t:\n      set:\n        value: \(yaml)")
    guard case .set(let template) = definition.tasks.entries[0].definition.kind else { return nil }
    if case .object(let members) = template { return members[0].value }
    return template.literal?["value"].map { .literal($0) }
  }

  @Test(arguments: [".name", "a $b {c}", "{ x: [1, null, '$'] }", "'$ { .a }'", "'{ .a }'", "'$'"])
  func valuesWithoutExpressionsAreLiterals(yaml: String) throws {
    #expect(try template(yaml)?.literal != nil)
  }

  @Test(arguments: [
    ("${ .a }", " .a "), ("${.a}", ".a"), ("\"  ${ .a }\\n\"", " .a "), ("'${ {a: \"}\"} }'", " {a: \"}\"} "),
  ])
  func aWholeTextIsAnExpression(yaml: String, source: String) throws {
    guard case .expression(let expression)? = try template(yaml) else {
      Issue.record("no expression")
      return
    }
    #expect(expression.source == source)
  }

  @Test func expressionsInsideOfTextAreSpliced() throws {
    guard case .interpolation(let segments)? = try template("'Hi ${ .a }, ${ \"}\" }!'") else {
      Issue.record("no interpolation")
      return
    }
    let parts = segments.map { segment in
      switch segment {
      case .text(let text): text
      case .expression(let expression): "<\(expression.source)>"
      }
    }
    #expect(parts == ["Hi ", "< .a >", ", ", "< \"}\" >", "!"])
  }

  @Test func constantPartsCollapse() throws {
    guard case .object(let members)? = try template("{ a: { b: [1, 2] }, c: ['${ .x }', { d: 1 }] }"),
      case .literal(["b": [1, 2]]) = members[0].value, case .array(let items) = members[1].value,
      case .expression = items[0], case .literal(["d": 1]) = items[1]
    else {
      Issue.record("\(String(describing: try template("{ a: 1 }")))")
      return
    }
    #expect(members.map(\.key) == ["a", "c"])
  }

  @Test func expressionsKnowTheirPlace() throws {
    guard case .expression(let expression)? = try template("${ .a }") else { return }
    #expect(expression.position == SourcePosition(line: 6, column: 16))
  }

  @Test func inLooseModeTextsThatAreJQMayBeExpressions() throws {
    guard case .loose(let expression, ".name")? = try template(".name", mode: "loose") else {
      Issue.record("not loose")
      return
    }
    #expect(expression.source == ".name")
    guard case .expression? = try template("${ .a }", mode: "loose") else {
      Issue.record("no expression")
      return
    }
  }
}
