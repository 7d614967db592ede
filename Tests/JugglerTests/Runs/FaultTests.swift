import JSON
import Juggler
import Testing

struct FaultTests {
  /// The table "Standard Error Types" of dsl-reference.md.
  @Test(
    arguments: [
      (.configuration, "configuration", 400), (.validation, "validation", 400), (.expression, "expression", 400),
      (.authentication, "authentication", 401), (.authorization, "authorization", 403), (.timeout, "timeout", 408),
      (.communication, "communication", 500), (.runtime, "runtime", 500),
    ] as [(Fault.Kind, String, Int)])
  func hasTheTypeAndStatusOfTheSpecification(_ kind: Fault.Kind, _ name: String, _ status: Int) {
    let fault = Fault(kind, detail: nil)
    #expect(fault.type == "https://open-workflow-specification.org/spec/1.0.0/errors/\(name)")
    #expect(fault.status == status)
    #expect(fault.title != nil)
  }

  @Test func writesOnlyTheMembersThatItHas() {
    let fault = Fault(type: "https://example.com/e", status: 418)
    #expect(fault.json.serialized() == #"{"type":"https://example.com/e","status":418}"#)
  }

  @Test func writesProblemDetailsInTheOrderOfRFC9457() {
    let fault = Fault(.communication, status: 503, title: "Down", detail: "no answer", instance: "/do/0/call")
    #expect(
      fault.json.serialized()
        == #"{"type":"https://open-workflow-specification.org/spec/1.0.0/errors/communication","status":503,"#
        + #""title":"Down","detail":"no answer","instance":"/do/0/call"}"#)
  }

  @Test func isReadFromWhatItWrites() {
    let fault = Fault(.timeout, detail: "late", instance: "/do/1/x")
    #expect(Fault(json: fault.json) == fault)
  }

  @Test func isNotReadWithoutTypeAndStatus() {
    #expect(Fault(json: ["type": "x"]) == nil)
    #expect(Fault(json: ["status": 400]) == nil)
    #expect(Fault(json: .null) == nil)
  }

  @Test func keepsTheInstanceThatWasFirst() {
    let fault = Fault(.runtime, detail: nil)
    #expect(fault.at("/do/0/a").instance == "/do/0/a")
    #expect(fault.at("/do/0/a").at("/do/0").instance == "/do/0/a")
  }

  @Test func saysWhatWentWrongAndWhere() {
    #expect(
      Fault(.runtime, title: "Oven", detail: "too hot", instance: "/do/0/bake").description
        == "Oven: too hot (at /do/0/bake)")
    #expect(Fault(type: "urn:x", status: 400).description == "urn:x")
  }
}
