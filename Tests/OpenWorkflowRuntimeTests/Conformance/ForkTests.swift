import JSON
import Juggler
import Testing

/// dsl-reference.md, "Fork".
struct ForkTests {
  @Test(arguments: 0..<20) func theOutputsStandInTheOrderOfDeclaration(_ seed: UInt64) async throws {
    let trial = try await perform(
      """
      do:
        - both:
            fork:
              branches:
                - slow: { do: [{ w: { wait: PT3S } }, { a: { set: { slow: '${ .i }' } } }] }
                - quick: { set: { quick: '${ .i }' } }
                - middle: { do: [{ w: { wait: PT1S } }, { a: { set: { middle: '${ .i }' } } }] }
      """, input: ["i": 7], seed: seed)
    #expect(trial.output == [["slow": 7], ["quick": 7], ["middle": 7]])
    #expect(trial.elapsed == .seconds(3))
  }

  @Test func branchesOverlap() async throws {
    let branches = (0..<50).map { "{ b\($0): { wait: PT10S } }" }.joined(separator: ", ")
    let trial = try await perform("do: [{ all: { fork: { branches: [\(branches)] } } }]")
    #expect(trial.elapsed == .seconds(10))
  }

  @Test func theFirstToCompleteWinsACompetition() async throws {
    let trial = try await perform(
      """
      do:
        - race:
            fork:
              compete: true
              branches:
                - slow: { call: http, with: { method: get, endpoint: 'http://s/slow/5' } }
                - quick: { call: http, with: { method: get, endpoint: 'http://s/slow/2' } }
                - never: { call: http, with: { method: get, endpoint: 'http://s/hang' } }
      """)
    #expect(trial.output == ["seconds": 2])
    #expect(trial.elapsed == .seconds(2))
    #expect(Set(trial.events.filter { $0.kind == .cancelled }.compactMap { $0.task?.name }) == ["slow", "never"])
  }

  @Test func aBranchThatFaultsDoesNotWin() async throws {
    let trial = try await perform(
      """
      do:
        - race:
            fork:
              compete: true
              branches:
                - bad: { call: http, with: { method: get, endpoint: 'http://s/fail/500' } }
                - good: { call: http, with: { method: get, endpoint: 'http://s/slow/2' } }
      """)
    #expect(trial.output == ["seconds": 2])
  }

  @Test func whenAllFaultTheLastErrorIsTheCompetitions() async throws {
    let trial = try await perform(
      """
      do:
        - race:
            fork:
              compete: true
              branches:
                - late: { do: [{ w: { wait: PT5S } }, { bad: { raise: { error: { type: 'https://e.com/late', status: 401 } } } }] }
                - early: { raise: { error: { type: 'https://e.com/early', status: 400 } } }
      """)
    #expect(trial.fault.type == "https://e.com/late")
    #expect(trial.fault.instance == "/do/0/race/fork/branches/0/late/do/1/bad")
  }

  @Test func aFaultOfABranchFaultsTheForkAndCancelsTheOthers() async throws {
    let trial = try await perform(
      """
      do:
        - both:
            fork:
              branches:
                - hangs: { call: http, with: { method: get, endpoint: 'http://s/hang' } }
                - faults: { do: [{ w: { wait: PT1S } }, { bad: { raise: { error: { type: 'https://e.com/e', status: 400 } } } }] }
      """)
    #expect(trial.fault.instance == "/do/0/both/fork/branches/1/faults/do/1/bad")
    #expect(trial.elapsed == .seconds(1))
    #expect(trial.events.contains { $0.kind == .cancelled && $0.task?.name == "hangs" })
  }

  @Test(arguments: 0..<20) func whatBranchesExportIsMergedInTheirOrder(_ seed: UInt64) async throws {
    let trial = try await perform(
      """
      do:
        - both:
            fork:
              branches:
                - a: { set: { a: 1 }, export: { as: '$context + { a: 1, both: "a" }' } }
                - b: { set: { b: 1 }, export: { as: '$context + { b: 1, both: "b" }' } }
        - last: { set: '${ $context }' }
      """, input: ["start": 1], seed: seed)
    #expect(trial.output == ["start": 1, "a": 1, "b": 1, "both": "b"])
  }

  @Test func onlyTheWinnersExportCounts() async throws {
    let trial = try await perform(
      """
      do:
        - race:
            fork:
              compete: true
              branches:
                - slow: { do: [{ e: { set: { x: 1 }, export: { as: '{ slow: true }' } } }, { w: { wait: PT9S } }] }
                - quick: { do: [{ w: { wait: PT1S } }, { e: { set: { x: 2 }, export: { as: '{ quick: true }' } } }] }
        - last: { set: '${ $context }' }
      """)
    #expect(trial.output == ["quick": true])
  }

  @Test func theOutputMayBeTransformed() async throws {
    let trial = try await perform(
      "do: [{ f: { fork: { branches: [{ a: { set: { n: 1 } } }, { b: { set: { n: 2 } } }] }, output: { as: 'map(.n) | add' } } }]"
    )
    #expect(trial.output == 3)
  }
}
