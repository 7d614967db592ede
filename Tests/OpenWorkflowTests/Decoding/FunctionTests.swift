import JSON
import OpenWorkflow
import Testing

@Suite struct FunctionTests {
  private func target(_ name: String, use: String = "{}") throws -> FunctionCall.Target {
    let definition = try workflow("use: \(use)\ndo:\n  - t: { call: '\(name)', with: { a: '${ .x }' } }")
    guard case .call(.function(let call)) = definition.tasks.entries[0].definition.kind else {
      throw Unexpected("no call")
    }
    #expect(call.name == name)
    return call.target
  }

  @Test func functionsComeFromUse() throws {
    guard case .component("f") = try target("f", use: "{ functions: { f: { set: { x: 1 } } } }") else {
      throw Unexpected("another target")
    }
  }

  @Test func functionsComeFromCatalogs() throws {
    guard
      case .catalog("log", "1.0.0", let global?) = try target(
        "log:1.0.0@global", use: "{ catalogs: { global: { endpoint: { uri: https://c } } } }"),
      case .catalog("log", "1.0.0-rc.1", nil) = try target("log:1.0.0-rc.1@default")
    else { throw Unexpected("another target") }
    #expect(global.name == "global")
    #expect(global.endpoint.uri.literal == "https://c")
  }

  @Test func functionsComeFromURIs() throws {
    guard case .uri("https://example.com/f@v1.0.0") = try target("https://example.com/f@v1.0.0") else {
      throw Unexpected("another target")
    }
  }

  @Test func functionsMayCallOthersThatComeLater() throws {
    let definition = try workflow(
      "use: { functions: { a: { call: b }, b: { set: { x: 1 } } } }\ndo:\n  - t: { call: a }")
    #expect(definition.use.functions.count == 2)
  }

  @Test(arguments: [
    ("htp", "did you mean 'http'?"), ("shaerd", "did you mean 'shared'?"),
    (
      "banana",
      "declare it under 'use.functions', or call 'a2a', 'asyncapi', 'grpc', 'http', 'mcp' or 'openapi', "
        + "'name:version@catalog' or a URI"
    ),
  ])
  func unknownFunctionsAreExplained(name: String, hint: String) {
    #expect(
      diagnose(
        body:
          "use: { functions: { shared: { set: { x: 1 } } } }\ndo:\n  - t: { call: \(name) }\n  - u: { call: shared }")
        == ["4:16: error: no function is named '\(name)'; \(hint)"])
  }

  @Test(arguments: [
    (
      "log@global",
      "a function of a catalog is called 'name:version@catalog', such as 'log:1.0.0@global', found 'log@global'"
    ),
    (
      "log:1@global",
      "a function of a catalog is called 'name:version@catalog', such as 'log:1.0.0@global', found 'log:1@global'"
    ),
    ("log:1.0.0@globl", "no catalog is named 'globl'; did you mean 'global'?"),
  ])
  func catalogsAreChecked(name: String, problem: String) {
    #expect(
      diagnose(body: "use: { catalogs: { global: { endpoint: https://c } } }\ndo:\n  - t: { call: '\(name)' }")
        == ["4:16: error: \(problem)"])
  }

  @Test func functionsThatCallThemselvesAreRefused() {
    #expect(
      diagnose(
        body: """
          use:
            functions:
              a: { do: [x: { call: b }] }
              b: { call: c }
              c: { try: [y: { call: a }], catch: {} }
              d: { call: d }
          do:
            - t: { call: a }
          """) == [
          "6:27: error: functions must not call themselves: 'a' calls 'b' calls 'c' calls 'a'",
          "7:16: error: functions must not call themselves: 'd' calls 'd'",
        ])
  }

  @Test func functionDocumentsAreRead() throws {
    let outcome = DocumentReader.readFunction(
      "input: { schema: { document: { type: object } } }\nset: { x: '${ .a }' }".utf8, name: "f", file: "function.yaml")
    let function = try #require(outcome.value)
    #expect(function.name == "f")
    #expect(function.definition.input?.schema != nil)
    #expect(
      DocumentReader.readFunction("st: 1".utf8, name: "f", file: "function.yaml").diagnostics.map(\.description) == [
        "function.yaml:1:1: error: unknown key 'st' in the task 'f'; did you mean 'set'?"
      ])
  }
}
