import JQ
import JSON
import Synchronization
import Testing

@Suite struct EnvironmentTests {
  @Test func nothingIsVisibleByDefault() throws {
    #expect(try Filter("$ENV, env").all(.null) == [[:], [:]])
    #expect(try Filter("input_filename").first(.null) == .null)
    #expect(throws: EvaluationError.self) { try Filter("now").first(.null) }
    #expect(throws: EvaluationError.self) { try Filter("input").first(.null) }
    #expect(try Filter("[inputs]").first(.null) == [])
    #expect(try Filter("debug, stderr").all(1) == [1, 1])
  }

  @Test func showsWhatIsInjected() throws {
    var environment = EvaluationEnvironment(variables: ["PAGER": "less"])
    environment.now = { 1_425_599_621.5 }
    environment.inputFilename = { "a.json" }
    environment.inputLineNumber = { 7 }
    let filter = try Filter("[$ENV.PAGER, env.PAGER, now, (now | todate), input_filename, input_line_number]")
    let expected: JSONValue = ["less", "less", 1_425_599_621.5, "2015-03-05T23:53:41Z", "a.json", 7]
    #expect(try filter.first(.null, environment: environment) == expected)
  }

  @Test func readsInputsOneByOne() throws {
    let rest = Mutex<[JSONValue]>([2, 3, 4])
    var environment = EvaluationEnvironment()
    environment.inputs = { rest.withLock { $0.isEmpty ? Optional.none : $0.removeFirst() } }
    #expect(try Filter("[., input, [inputs]]").first(1, environment: environment) == [1, 2, [3, 4]])
  }

  @Test func inputErrorsCanBeCaught() throws {
    struct Broken: Error, CustomStringConvertible { let description = "broken input" }
    var environment = EvaluationEnvironment()
    environment.inputs = { throw Broken() }
    #expect(try Filter("try input catch .").first(.null, environment: environment) == "broken input")
  }

  @Test func debugAndStderrReachTheirSinks() throws {
    let seen = Mutex<[JSONValue]>([])
    var environment = EvaluationEnvironment()
    environment.debug = { value in seen.withLock { $0.append(["debug", value]) } }
    environment.standardError = { value in seen.withLock { $0.append(["stderr", value]) } }
    #expect(try Filter("debug | debug(\"m\\(.)\", 2) | stderr").first(1, environment: environment) == 1)
    #expect(seen.withLock { $0 } == [["debug", 1], ["debug", "m1"], ["debug", 2], ["stderr", 1]])
  }

  @Test func haltSaysItsCode() throws {
    func halt(_ source: String) throws -> EvaluationError? {
      do {
        _ = try Filter(source).all("bye")
        return nil
      } catch let error as EvaluationError {
        return error
      }
    }
    #expect(try halt("1, halt, 2")?.kind == .halted(code: 0))
    #expect(try halt("try halt_error catch 1")?.kind == .halted(code: 5))
    #expect(try halt("{a: 1} | halt_error(3)")?.kind == .halted(code: 3))
    #expect(try halt("halt_error")?.value == "bye")
  }
}
