import JSON
import OpenWorkflow
import Testing

@Suite struct EventTests {
  @Test func emittedEventsAreRead() throws {
    let definition = try workflow(
      "do:\n  - t: { emit: { event: { with: { type: a.b, source: '${ .s }', data: { x: 1 }, priority: 5 } } } }")
    guard case .emit(let emit) = definition.tasks.entries[0].definition.kind else { throw Unexpected("another task") }
    #expect(emit.attributes.map(\.name) == ["type", "source", "data", "priority"])
    #expect(emit.attributes[2].value.literal == ["x": 1])
  }

  @Test func listenersAreReadCompletely() throws {
    let definition = try workflow(
      """
      do:
        - t:
            listen:
              to:
                any:
                  - with: { type: a, data: '${ .temperature > 38 }' }
                    correlate: { room: { from: .room, expect: '${ .id }' }, other: { from: '${ .x }', expect: fixed } }
                until: { one: { with: { type: stop } } }
              read: envelope
            foreach:
              item: event
              at: i
              do: [a: { set: { x: 1 } }]
              output: { as: .x }
              export: { as: .y }
      """)
    guard case .listen(let listen) = definition.tasks.entries[0].definition.kind,
      case .any(let filters, .consumed(.one(let stop))?) = listen.to
    else { throw Unexpected("another strategy") }
    #expect(listen.read == .envelope)
    #expect(filters[0].attributes.map(\.name) == ["type", "data"])
    #expect(filters[0].correlate.map(\.name) == ["room", "other"])
    #expect(filters[0].correlate.map(\.from.source) == [".room", " .x "])
    #expect(filters[0].correlate[1].expect?.literal == "fixed")
    #expect(stop.attributes[0].value.literal == "stop")
    #expect((listen.forEach?.item, listen.forEach?.at) == ("event", "i"))
    #expect(listen.forEach?.tasks?.entries.count == 1)
    #expect(listen.forEach?.output?.as != nil)
    #expect(listen.forEach?.export?.as != nil)
  }

  @Test func untilMayBeACondition() throws {
    let definition = try workflow("do:\n  - t: { listen: { to: { any: [], until: '${ false }' } } }")
    guard case .listen(let listen) = definition.tasks.entries[0].definition.kind,
      case .any(let filters, .condition(let condition)?) = listen.to
    else { throw Unexpected("another strategy") }
    #expect(filters.isEmpty)
    #expect(condition.source == " false ")
    #expect(listen.read == .data)
  }

  @Test(arguments: [
    (
      "emit: { event: { with: { source: a } } }",
      "4:24: error: the event needs a 'type', such as 'com.example.order.placed.v1'"
    ),
    (
      "emit: { event: { with: { type: 5 } } }",
      "4:38: error: 'type' must be a text, found the number 5; put it into quotes: '5'"
    ),
    ("emit: { event: {} }", "4:15: error: 'event' needs 'with': the event's attributes"),
    ("listen: { to: {} }", "4:17: error: 'to' needs the events: one of 'one', 'any' or 'all'"),
    ("listen: { to: { one: { with: {} } } }", "4:36: error: 'with' must name an attribute at least, such as 'type'"),
    (
      "listen: { to: { one: { wiht: { type: a } } } }", "4:30: error: unknown key 'wiht' in 'one'; did you mean 'with'?"
    ),
    (
      "listen: { to: { all: { with: { type: a } } } }",
      "4:28: error: 'all' must be a list of events, found a mapping; write each as '- with: { type: … }'"
    ),
    (
      "listen: { to: { one: { with: { type: a } }, until: . } }",
      "4:51: error: 'until' has a meaning only beside 'any'; remove it, or listen to 'any'"
    ),
    (
      "listen: { to: { any: [] }, read: body }",
      "4:40: error: 'read' must be one of 'data', 'envelope' or 'raw', found 'body'"
    ),
    (
      "listen: { to: { one: { with: { type: a }, correlate: { k: { expect: 1 } } } } }",
      "4:75: error: 'expect' must be a text, found the number 1; put it into quotes: '1'"
    ),
  ])
  func problemsAreExplained(task: String, problem: String) {
    #expect(diagnose(body: "do:\n  - t:\n      \(task)").contains(problem))
  }
}
