import JSON
import Juggler
import Testing

/// dsl-reference.md, "Raise" and "Error".
struct RaiseTests {
  @Test func raisesAnErrorThatIsWrittenThere() async throws {
    let trial = try await perform(
      """
      do:
        - a:
            raise: { error: { type: 'https://e.com/e', status: 418, title: Teapot, detail: Short and stout } }
      """)
    #expect(
      trial.fault
        == Fault(
          type: "https://e.com/e", status: 418, title: "Teapot", detail: "Short and stout", instance: "/do/0/a"))
  }

  @Test func raisesAnErrorByItsName() async throws {
    let trial = try await perform(
      """
      use: { errors: { teapot: { type: 'https://e.com/e', status: 418 } } }
      do:
        - first: { set: { x: 1 } }
        - a: { raise: { error: teapot } }
      """)
    #expect(trial.fault == Fault(type: "https://e.com/e", status: 418, instance: "/do/1/a"))
  }

  @Test func everyMemberMayBeAnExpression() async throws {
    let trial = try await perform(
      """
      do:
        - a:
            raise:
              error:
                type: '${ .type }'
                status: '${ .status }'
                title: 'No ${ .what }'
                detail: '${ "the \\(.what) is out" }'
      """, input: ["type": "https://e.com/e", "status": 404, "what": "tea"])
    #expect(
      trial.fault
        == Fault(type: "https://e.com/e", status: 404, title: "No tea", detail: "the tea is out", instance: "/do/0/a"))
  }

  /// "Runtimes MUST set the property when raising … Otherwise ignore."
  @Test func theInstanceIsThatOfTheTaskWhateverTheAuthorWrote() async throws {
    let trial = try await perform(
      "do: [{ a: { raise: { error: { type: 'https://e.com/e', status: 400, instance: /elsewhere } } } }]")
    #expect(trial.fault.instance == "/do/0/a")
  }

  @Test func anUnknownNameIsRefused() {
    #expect(problems("do: [{ a: { raise: { error: nobody } } }]").first?.contains("nobody") == true)
  }

  @Test func aStatusThatIsNoNumberIsAnExpressionError() async throws {
    let trial = try await perform(
      "do: [{ a: { raise: { error: { type: 'https://e.com/e', status: '${ .x }' } } } }]", input: ["x": "many"])
    #expect(trial.fault.isStandard(.expression))
  }
}
