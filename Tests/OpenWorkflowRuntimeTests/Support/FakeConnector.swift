import JSON
import Juggler
import JugglerTesting
import OpenWorkflowRuntime
import Synchronization

/// A connector whose answers a test writes, and which remembers what it was asked.
final class FakeConnector: Connector {
  struct Call: Sendable {
    let arguments: JSONObject
    let context: EffectContext
    /// How many calls came before, from 0.
    let number: Int
    let clock: ManualClock
  }

  typealias Answer = @Sendable (Call) async throws -> JSONValue

  let name: String
  private let answer: Answer
  private let clock: ManualClock
  private let log = Mutex<[Call]>([])

  init(_ name: String, clock: ManualClock, _ answer: @escaping Answer) {
    self.name = name
    self.clock = clock
    self.answer = answer
  }

  var calls: [Call] { log.withLock { $0 } }

  func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
    let call = log.withLock { log in
      let call = Call(arguments: arguments, context: context, number: log.count, clock: clock)
      log.append(call)
      return call
    }
    return try await answer(call)
  }
}

extension FakeConnector.Call {
  /// What follows the host in the URI that is called.
  var path: String {
    let uri = arguments["uri"]?.stringValue ?? ""
    let rest = uri.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
    return rest.count == 3 ? "/" + rest[2] : "/"
  }
}

/// Answers of services that workflows call, on virtual time.
///
/// | path | answer |
/// | --- | --- |
/// | `/fail/STATUS` | a `communication` fault with that status |
/// | `/flaky/N` | a fault with status 503 to the first N calls of the connector, then `{"calls": …}` |
/// | `/firstfails` | a fault with status 503 to the first attempt of a `try`, then `true` |
/// | `/slow/SECONDS` | `{"seconds": …}` after so long |
/// | `/hang` | none |
/// | anything else | the arguments of the call |
@Sendable func services(_ call: FakeConnector.Call) async throws -> JSONValue {
  let parts = call.path.split(separator: "/").map(String.init)
  let number = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  switch parts.first {
  case "fail": throw Fault(.communication, status: number, detail: "answered \(number)")
  case "flaky":
    guard call.number >= number else { throw Fault(.communication, status: 503, detail: "try again") }
    return ["calls": .integer(Int64(call.number + 1))]
  case "firstfails":
    guard call.context.step.scope.attempt > 1 else { throw Fault(.communication, status: 503, detail: "try again") }
    return true
  case "slow":
    try await call.clock.sleep(for: .seconds(number))
    return ["seconds": .integer(Int64(number))]
  case "hang":
    try await call.clock.sleep(for: .seconds(1_000_000_000))
    return .null
  default: return .object(call.arguments)
  }
}
