import JSON
import Juggler
import Testing

/// dsl-reference.md, "URI Template"; the expansions are those of RFC 6570, section 3.2.
struct URITemplateTests {
  let input: JSONValue = [
    "id": 7, "name": "Tom & Jerry", "path": "a/b", "half": 0.5, "yes": true, "none": nil, "pet.id": "dotted",
    "var": "value", "hello": "Hello World!", "x": "1024", "y": "768", "empty": "", "object": ["id": 1], "list": [1],
  ]

  func uri(_ template: String) async throws -> String? {
    let trial = try await perform(
      "do: [{ a: { call: http, with: { method: get, endpoint: '\(template)' } } }]", input: input)
    return trial.output["uri"]?.stringValue
  }

  @Test(arguments: [
    ("http://s/pets/{id}", "http://s/pets/7"),
    ("http://s/{name}", "http://s/Tom%20%26%20Jerry"),
    ("http://s/{path}", "http://s/a%2Fb"),
    ("http://s/{half}/{yes}", "http://s/0.5/true"),
    ("http://s/x{none}y{missing}z", "http://s/xyz"),
    ("http://s/{pet.id}", "http://s/dotted"),
    ("http://s/?q={name}&id={id}", "http://s/?q=Tom%20%26%20Jerry&id=7"),
    ("http://s/{hello}", "http://s/Hello%20World%21"),
  ])
  func substitutesMembersOfTheInput(_ template: String, _ expected: String) async throws {
    #expect(try await uri(template) == expected)
  }

  /// Beyond the specification, which asks for simple expansion only.
  @Test(arguments: [
    ("http://s/{+path}", "http://s/a/b"),
    ("http://s/{x,y}", "http://s/1024,768"),
    ("http://s{/var,x}/here", "http://s/value/1024/here"),
    ("http://s/p{?x,y,empty}", "http://s/p?x=1024&y=768&empty="),
    ("http://s/p?fixed=yes{&x}", "http://s/p?fixed=yes&x=1024"),
    ("http://s/p{;x,y,empty}", "http://s/p;x=1024;y=768;empty"),
    ("http://s/X{.x,y}", "http://s/X.1024.768"),
    ("http://s/{var:3}", "http://s/val"),
    ("http://s/p{?missing}", "http://s/p"),
  ])
  func expandsTheOperatorsOfTheRFC(_ template: String, _ expected: String) async throws {
    #expect(try await uri(template) == expected)
  }

  @Test(arguments: ["object", "list"]) func whatIsNoScalarIsAnExpressionError(_ name: String) async throws {
    let trial = try await perform(
      "do: [{ a: { call: http, with: { method: get, endpoint: 'http://s/{\(name)}' } } }]", input: input)
    #expect(trial.fault.isStandard(.expression))
    #expect(trial.fault.instance == "/do/0/a")
    #expect(trial.fault.detail?.contains(name) == true)
  }

  @Test func theWholeURIMayBeAnExpression() async throws {
    #expect(try await uri("${ \"http://s/\" + .var }") == "http://s/value")
  }

  @Test func argumentsOfExpressionsAreNotVariables() async throws {
    #expect(try await uri("http://s/{context}") == "http://s/")
  }
}
