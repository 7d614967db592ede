import JQ
import JSON
import Testing

@Suite struct BudgetTests {
  private func kind(
    of source: String, _ input: JSONValue = .null, _ budget: Budget = .default
  ) throws -> EvaluationError.Kind? {
    var evaluation = try Filter(source).evaluate(input, budget: budget)
    do {
      while try evaluation.next() != nil {}
      return nil
    } catch {
      return error.kind
    }
  }

  @Test(arguments: [
    "def f: f; f", "[limit(5; repeat(empty))]", "until(false; .)", "last(repeat(1))", "[range(1e18)] | length",
    "reduce repeat(1) as $x (0; . + $x)", "[recurse(. + 1)] | length", "def f: (., 1) | f; f",
    "\"\\(range(1e9))\" | empty",
  ])
  func endlessFiltersEnd(_ source: String) throws {
    let ended = try kind(of: source, 0, Budget(steps: 200_000, size: 1 << 24, depth: 10_000))
    #expect(ended == .stepsExceeded || ended == .depthExceeded || ended == .sizeExceeded, "\(source)")
  }

  @Test func deepRecursionIsAnError() throws {
    #expect(try kind(of: "def f: 1 + f; f") == .depthExceeded)
    #expect(try kind(of: "def f: [f]; f") == .depthExceeded)
    #expect(try kind(of: "def f(g): f(g | g); f(.)") == .depthExceeded)
    #expect(try kind(of: "reduce range(1000000) as $i (0; [.])") == .depthExceeded)
    #expect(try kind(of: "reduce range(1000000) as $i (0; {a: .})") == .depthExceeded)
    #expect(try kind(of: "reduce range(1000000) as $i (0; {} | .a.b.c = $i) | length") == nil)
    #expect(try kind(of: "last(limit(100000; repeat(1)))") == nil)
  }

  @Test func tailCallsNeedNoDepth() throws {
    let filter = try Filter("def f: if . >= 300000 then . else . + 1 | f end; 0 | f")
    #expect(try filter.first(.null, budget: Budget(depth: 10)) == 300_000)
  }

  @Test func hugeValuesAreRefused() throws {
    let small = Budget(size: 1 << 20)
    #expect(try kind(of: "\"x\" * 10000000", .null, small) == .sizeExceeded)
    #expect(try kind(of: "reduce range(100) as $i (\"x\"; . + .)", .null, small) == .sizeExceeded)
    #expect(try kind(of: "reduce range(100) as $i ([1]; . + .)", .null, small) == .sizeExceeded)
    #expect(try kind(of: "reduce range(60) as $i ([1]; [., .])", .null, small) == .sizeExceeded)
    #expect(try kind(of: "reduce range(60) as $i ([1]; [., .]) | tojson", .null, small) == .sizeExceeded)
    #expect(try kind(of: "[] | .[10000000] = 1", .null, small) == .sizeExceeded)
    #expect(try kind(of: "[range(1000000)]", .null, small) == .sizeExceeded)
  }

  @Test func budgetErrorsAreNotCaught() throws {
    #expect(try kind(of: "try (def f: f; f) catch 1", .null, Budget(steps: 10_000)) == .stepsExceeded)
    #expect(try kind(of: "(def f: 1 + f; f)?", .null, Budget(depth: 1000)) == .depthExceeded)
  }

  @Test func slowRegularExpressionsEnd() throws {
    let text = JSONValue.string(String(repeating: "a", count: 40) + "b")
    #expect(try kind(of: "test(\"(a*)*c\")", text, Budget(steps: 1_000_000)) == .stepsExceeded)
    #expect(try kind(of: "test(\"(a|aa)+$\")", text, Budget(steps: 1_000_000)) == .stepsExceeded)
  }

  @Test func cancelledTasksEnd() async throws {
    let filter = try Filter("last(repeat(1))")
    let kind = await withTaskGroup(of: EvaluationError.Kind?.self) { group in
      group.cancelAll()
      group.addTask {
        do throws(EvaluationError) {
          _ = try filter.first(.null)
          return nil
        } catch {
          return error.kind
        }
      }
      return await group.next() ?? nil
    }
    #expect(kind == .cancelled)
  }

  @Test func pausesAndGoesOn() throws {
    var evaluation = try Filter("last(range(10000))").evaluate(.null)
    var pauses = 0
    while true {
      switch try evaluation.next(steps: 1000) {
      case .paused: pauses += 1
      case .output(let value):
        #expect(value == 9999)
        #expect(pauses > 10)
        return
      case .finished:
        Issue.record("no output")
        return
      }
    }
  }
}
