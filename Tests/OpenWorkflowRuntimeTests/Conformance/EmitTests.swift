import JSON
import Juggler
import Testing

/// dsl-reference.md, "Emit" and "Event Properties"; CloudEvents 1.0.
struct EmitTests {
  @Test func theEventIsTheOutput() async throws {
    let trial = try await perform(
      """
      do:
        - e:
            emit:
              event:
                with:
                  source: 'https://kitchen.example'
                  type: com.example.served.v1
                  subject: '${ .dish }'
                  data: { dish: '${ .dish }', text: 'One ${ .dish }' }
                  table: 4
      """, input: ["dish": "eggs"])
    let output = trial.output
    #expect(output["specversion"] == "1.0")
    #expect(output["source"] == "https://kitchen.example")
    #expect(output["type"] == "com.example.served.v1")
    #expect(output["subject"] == "eggs")
    #expect(output["data"] == ["dish": "eggs", "text": "One eggs"])
    #expect(output["table"] == 4)
    #expect(output["time"] == "2023-11-14T22:13:20.000Z")
    #expect(output["id"]?.stringValue?.isEmpty == false)
  }

  @Test func whatTheAuthorSaysIsKept() async throws {
    let trial = try await perform(
      "do: [{ e: { emit: { event: { with: { id: one, time: '2020-01-01T00:00:00Z', source: 'https://e.com', type: t } } } } }]"
    )
    #expect(trial.output["id"] == "one")
    #expect(trial.output["time"] == "2020-01-01T00:00:00Z")
  }

  @Test func everyEventHasAnIDOfItsOwn() async throws {
    let trial = try await perform(
      """
      do:
        - l:
            for: { in: '[1,2,3]' }
            do: [{ e: { emit: { event: { with: { source: 'https://e.com', type: t } } }, output: { as: '{ ids: ($input.ids + [.id]) }' } } }]
      """)
    #expect(Set(trial.output["ids"]?.arrayValue ?? []).count == 3)
  }
}
