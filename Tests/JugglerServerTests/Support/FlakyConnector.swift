import JSON
import Juggler
import OpenWorkflowRuntime
import Synchronization

/// HTTP calls that answer with their path, but for `/two` while it is not well.
final class FlakyConnector: Connector {
  let name = "http"
  let isWell = Atomic(false)
  let calls = Mutex<[String]>([])

  func perform(_ arguments: JSONObject, in context: EffectContext) async throws -> JSONValue {
    let uri = arguments["endpoint"]?["uri"]?.stringValue ?? arguments["uri"]?.stringValue ?? ""
    let path = uri.replacing("http://upstream", with: "")
    calls.withLock { $0.append(path) }
    if path == "/two", !isWell.load(ordering: .relaxed) {
      throw Fault(.communication, status: 503, detail: "upstream is down")
    }
    return .string(path)
  }
}

extension Documents {
  static let twoCalls =
    head("two-calls") + """
      do:
        - one:
            call: http
            with: {method: get, endpoint: 'http://upstream/one'}
        - two:
            call: http
            with: {method: get, endpoint: 'http://upstream/two'}

      """
}

/// Looks again, whenever others have had their turn, until it is so.
func until(_ condition: () async throws -> Bool) async throws {
  while try await !condition() {
    try Task.checkCancellation()
    await Task.yield()
  }
}
