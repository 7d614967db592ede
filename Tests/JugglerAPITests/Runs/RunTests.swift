import JSON
import JugglerAPI
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct RunTests {
  let text = """
    {"id":"019a7c3e-1111-7abc-8def-000000000001","workflow":{"namespace":"shop","name":"order","version":"1.2.0"},\
    "status":"completed","input":{"n":1},"output":null,"error":null,"createdAt":"2026-02-03T04:05:06.000Z",\
    "startedAt":"2026-02-03T04:05:06.010Z","endedAt":"2026-02-03T04:05:07.250Z","parent":null,"tags":{"a":"b"}}
    """

  @Test func hasTheMembersOfTheContractInTheirOrder() throws {
    let run = try Run(json: JSONValue(parsing: text))
    #expect(run.json.serialized() == text)
    #expect(run.output == .null)
    #expect(run.workflow == WorkflowVersion(namespace: "shop", name: "order", version: "1.2.0"))
    #expect(run.endedAt.map { $0.timeIntervalSince(run.createdAt) } == 1.25)
  }

  @Test func codesLikeAnyCodable() throws {
    let run = try Run(json: JSONValue(parsing: text))
    #expect(try JSONValue(encoding: run).decode(Run.self) == run)
  }

  @Test func saysWhereItIsNotARun() throws {
    let wrong = try JSONValue(parsing: text.replacing("\"order\"", with: "7"))
    let error = #expect(throws: WireError.self) { try Run(json: wrong) }
    #expect(error?.description == "/workflow/name: expected a string, found 7")
  }

  @Test func refusesAnUnknownStatus() throws {
    let wrong = try JSONValue(parsing: text.replacing("completed", with: "done"))
    let error = #expect(throws: WireError.self) { try Run(json: wrong) }
    #expect(error?.pointer == "/status")
  }

  @Test func placesErrorsWithinLists() throws {
    let list: JSONValue = ["items": [["id": "/do/0/a", "task": "a", "reference": "/do/0/a", "status": true]]]
    let error = #expect(throws: WireError.self) { try ItemList<Step>(json: list) }
    #expect(error?.pointer == "/items/0/status")
  }

  @Test func aStepHasTheMembersOfTheContract() throws {
    let text = """
      {"id":"/do/1/a#i2#a3","task":"a","reference":"/do/1/a","iterations":[2],"attempt":3,"status":"faulted",\
      "startedAt":"2026-02-03T04:05:06.010Z","endedAt":"2026-02-03T04:05:07.250Z","output":null,\
      "error":{"type":"about:blank","status":503}}
      """
    let step = try Step(json: JSONValue(parsing: text))
    #expect(step.json.serialized() == text)
    #expect(step.error?.status == 503)
  }

  @Test func aForkTellsNoInputFromTheInputNull() throws {
    #expect(try ForkRequest(json: [:]).input == nil)
    #expect(try ForkRequest(json: ["input": nil]).input == .null)
  }
}
