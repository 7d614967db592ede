import JSON
import Juggler
import Testing

/// dsl-reference.md, "Switch".
struct SwitchTests {
  let document = """
    do:
      - choose:
          switch:
            - small: { when: .n < 10, then: small }
            - medium: { when: '${ .n < 100 }', then: medium }
            - other: { then: large }
      - small: { set: { size: small, from: '${ . }' }, then: end }
      - medium: { set: { size: medium }, then: end }
      - large: { set: { size: large }, then: end }
    """

  @Test(arguments: [(5, "small"), (50, "medium"), (500, "large")] as [(Int64, String)])
  func theFirstCaseThatMatchesDecides(_ n: Int64, _ size: String) async throws {
    let trial = try await perform(document, input: ["n": .integer(n)])
    #expect(trial.output["size"]?.stringValue == size)
    #expect(trial.started == ["choose", size])
  }

  @Test func theInputPassesThrough() async throws {
    let trial = try await perform(document, input: ["n": 5])
    #expect(trial.output["from"] == ["n": 5])
  }

  @Test func theDefaultCaseIsTakenOnlyWhenNoOtherMatchesWhereverItStands() async throws {
    let trial = try await perform(
      """
      do:
        - choose:
            switch:
              - other: { then: b }
              - one: { when: .n == 1, then: a }
        - a: { set: { x: a }, then: end }
        - b: { set: { x: b }, then: end }
      """, input: ["n": 1])
    #expect(trial.output == ["x": "a"])
  }

  @Test func withoutAMatchTheTasksOwnDirectiveDecides() async throws {
    let trial = try await perform(
      """
      do:
        - choose: { switch: [{ one: { when: .n == 1, then: a } }], then: b }
        - a: { set: { x: a } }
        - b: { set: { got: '${ . }' } }
      """, input: ["n": 2])
    #expect(trial.output == ["got": ["n": 2]])
    #expect(trial.started == ["choose", "b"])
  }

  @Test func withoutAMatchAndADirectiveTheNextTaskFollows() async throws {
    let trial = try await perform(
      """
      do:
        - choose: { switch: [{ one: { when: .n == 1, then: end } }] }
        - a: { set: { got: '${ . }' } }
      """, input: ["n": 2])
    #expect(trial.output == ["got": ["n": 2]])
  }

  @Test func aCaseMayEndOrExitOrContinue() async throws {
    for (directive, expected) in [("end", ["n": 1]), ("exit", ["n": 1]), ("continue", ["next": true])]
      as [(String, JSONValue)]
    {
      let trial = try await perform(
        "do: [{ c: { switch: [{ one: { when: .n == 1, then: \(directive) } }] } }, { a: { set: { next: true } } }]",
        input: ["n": 1])
      #expect(trial.output == expected, "\(directive)")
    }
  }

  @Test func casesSeeTheTransformedInputAndItsOutputMayBeTransformed() async throws {
    let trial = try await perform(
      """
      do:
        - choose:
            input: { from: .inner }
            switch: [{ one: { when: '.n == 1 and $input.n == 1', then: a } }]
            output: { as: '{ out: . }' }
        - never: { set: { x: 1 } }
        - a: { set: '${ . }' }
      """, input: ["inner": ["n": 1]])
    #expect(trial.output == ["out": ["n": 1]])
  }
}
