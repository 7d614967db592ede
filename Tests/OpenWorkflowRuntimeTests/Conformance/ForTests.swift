import JSON
import Juggler
import Testing

/// dsl-reference.md, "For".
struct ForTests {
  @Test func aRoundsInputIsThePreviousRoundsOutput() async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { each: n, in: .list }
            do:
              - add: { set: { sum: '${ (.sum // 0) + $n }', list: '${ .list }' } }
      """, input: ["list": [1, 2, 3, 4]])
    #expect(trial.output["sum"] == 10)
  }

  @Test func theLastRoundsOutputIsTheTasks() async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { in: '[1,2,3]' }
            do: [{ a: { set: { last: '${ $item }' } } }]
            output: { as: '{ transformed: . }' }
      """)
    #expect(trial.output == ["transformed": ["last": 3]])
  }

  @Test func theElementAndItsIndexHaveDefaultNames() async throws {
    let trial = try await perform(
      "do: [{ loop: { for: { in: '[\"a\",\"b\"]' }, do: [{ a: { set: { got: '${ .got + [[$index, $item]] }' } } }] } }]"
    )
    #expect(trial.output == ["got": [[0, "a"], [1, "b"]]])
  }

  @Test func theElementAndItsIndexMayBeNamed() async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { each: dish, at: place, in: '["a","b"]' }
            do: [{ a: { set: { got: '${ .got + [[$place, $dish]] }' } } }]
      """)
    #expect(trial.output == ["got": [[0, "a"], [1, "b"]]])
  }

  @Test func nestedLoopsSeeBothElements() async throws {
    let trial = try await perform(
      """
      do:
        - outer:
            for: { each: x, in: '[1,2]' }
            do:
              - inner:
                  for: { each: y, in: '[10,20]' }
                  do: [{ a: { set: { got: '${ .got + [$x * $y] }' } } }]
      """)
    #expect(trial.output == ["got": [10, 20, 20, 40]])
  }

  @Test func anEmptyListPassesTheInputThrough() async throws {
    let trial = try await perform(
      "do: [{ loop: { for: { in: '[]' }, do: [{ a: { set: { x: 1 } } }] } }]", input: ["same": true])
    #expect(trial.output == ["same": true])
    #expect(trial.started == ["loop"])
  }

  @Test(arguments: ["null", ".missing", "{}", "3", "\"text\""])
  func whatIsNoArrayIsAnExpressionError(_ collection: String) async throws {
    let trial = try await perform("do: [{ loop: { for: { in: '\(collection)' }, do: [{ a: { set: { x: 1 } } }] } }]")
    #expect(trial.fault.isStandard(.expression))
    #expect(trial.fault.instance == "/do/0/loop")
    #expect(trial.fault.detail?.contains("loop") == true)
  }

  @Test func whileIsCheckedBeforeEachRound() async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { each: n, in: '[1,2,3,4]' }
            while: '(.sum // 0) < 3 and $n != 4'
            do: [{ add: { set: { sum: '${ (.sum // 0) + $n }' } } }]
      """)
    #expect(trial.output == ["sum": 3])
    #expect(trial.started == ["loop", "add", "add"])
  }

  @Test func whileMayPreventTheFirstRound() async throws {
    let trial = try await perform(
      "do: [{ loop: { for: { in: '[1]' }, while: 'false', do: [{ a: { set: { x: 1 } } }] } }]", input: ["same": 1])
    #expect(trial.output == ["same": 1])
  }

  @Test func roundsExportIntoTheContext() async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { in: '[1,2,3]' }
            do: [{ a: { set: { x: 1 }, export: { as: '$context + { sum: (($context.sum // 0) + $item) }' } } }]
        - last: { set: '${ $context }' }
      """)
    #expect(trial.output == ["sum": 6])
  }

  @Test func aFaultEndsTheLoop() async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { in: '["/a","/fail/500","/b"]' }
            do: [{ get: { call: http, with: { method: get, endpoint: '${ "http://s" + $item }' } } }]
      """)
    #expect(trial.fault.instance == "/do/0/loop/do/0/get")
    #expect(trial.paths == ["/a", "/fail/500"])
  }

  @Test func theVariablesEndWithTheLoop() {
    let found = problems(
      """
      do:
        - loop: { for: { in: '[1]' }, do: [{ a: { set: { x: '${ $item }' } } }] }
        - after: { set: { item: '${ $item }' } }
      """)
    #expect(found.count == 1)
    #expect(found.first?.contains("$item is not defined") == true)
  }
}

/// `metadata: { juggler: { concurrency: N } }` on a `for`.
struct OverlappingForTests {
  func loop(_ concurrency: Int, _ list: String = "[3,1,2]") -> String {
    """
    do:
      - loop:
          for: { each: n, in: '\(list)' }
          metadata: { juggler: { concurrency: \(concurrency) } }
          do:
            - wait: { wait: '${ "PT\\($n)S" }' }
            - give: { set: { n: '${ $n }', at: '${ $index }', input: '${ . }' } }
    """
  }

  @Test func theOutputIsTheArrayOfRoundsInOrder() async throws {
    let trial = try await perform(loop(3), input: ["i": 1])
    #expect(
      trial.output == [
        ["n": 3, "at": 0, "input": ["i": 1]], ["n": 1, "at": 1, "input": ["i": 1]],
        ["n": 2, "at": 2, "input": ["i": 1]],
      ])
  }

  @Test(arguments: [(3, 3), (2, 3), (1, 6), (100, 3)])
  func soManyRoundsOverlap(_ concurrency: Int, _ seconds: Int) async throws {
    let trial = try await perform(loop(concurrency))
    #expect(trial.elapsed == .seconds(seconds))
  }

  @Test func anEmptyListGivesAnEmptyArray() async throws {
    let trial = try await perform(loop(3, "[]"), input: ["i": 1])
    #expect(trial.output == [])
  }

  @Test func aFaultCancelsTheOtherRounds() async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { each: path, in: '["/hang","/fail/500","/hang"]' }
            metadata: { juggler: { concurrency: 3 } }
            do: [{ get: { call: http, with: { method: get, endpoint: '${ "http://s" + $path }' } } }]
      """)
    #expect(trial.fault.status == 500)
    #expect(trial.elapsed == .zero)
    #expect(trial.events.filter { $0.kind == .cancelled && $0.task?.name == "get" }.count == 2)
  }

  @Test(arguments: 0..<20) func whatRoundsExportIsMergedInTheirOrder(_ seed: UInt64) async throws {
    let trial = try await perform(
      """
      do:
        - loop:
            for: { each: n, in: '[3,1,2]' }
            metadata: { juggler: { concurrency: 3 } }
            do:
              - wait: { wait: '${ "PT\\($n)S" }' }
              - give: { set: { n: '${ $n }' }, export: { as: '$context + { last: $n, ("n\\($n)"): true }' } }
        - last: { set: '${ $context }' }
      """, seed: seed)
    #expect(trial.output == ["last": 2, "n3": true, "n1": true, "n2": true])
  }
}
