import AsyncHTTPClient
import AsyncPatterns
import JSON
import Juggler
import JugglerSQLite
import JugglerTesting
import NIOCore
import NIOHTTP1

/// Drives runs until none is left, under the eyes of a `CrashHarness`:
///
///     CrashSubject STORE RUNS KINDS [alone|shared|losing]
///
/// `alone` takes over at once what a process before it left; `shared` waits for that one's lease to expire, as processes
/// must that share a store; `losing` has a store that acknowledges a batch which it does not keep.
@main
struct CrashSubject {
  struct Usage: Error {}

  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let count = Int(arguments[2]), let probe = CrashProbe() else { throw Usage() }
    let kinds = arguments[3].split(separator: ",").compactMap { Menu.Kind(rawValue: String($0)) }
    let sqlite = try SQLiteStore(path: arguments[1])
    var store = probe.wrap(sqlite)
    if arguments[4] != "shared" { _ = try await store.evictOwners(expiredAt: .now + .seconds(3600)) }
    if arguments[4] == "losing" { store = FaultingStore(store, losing: 3) }

    var http = HTTPClient.Configuration()
    http.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
    let client = HTTPClient(configuration: http)
    let menu = Menu(perform: { try await post($0, client) }, probe: probe)
    let registry = WorkflowRegistry()
    for kind in Menu.Kind.allCases { registry.register(menu.workflow(kind)) }
    let engine = Engine(
      store: store, clock: TimerClock(base: ContinuousClock()), cpuPool: .shared, workflows: registry,
      configuration: EngineConfiguration(
        // Not so short that a busy machine holds a process up for longer.
        lease: arguments[4] == "shared" ? .seconds(5) : .seconds(1), pollInterval: .milliseconds(100),
        parkingThreshold: .milliseconds(50),
        parkingDelay: .milliseconds(20)))
    try await withThrowingTaskGroup { group in
      group.addTask { try await engine.run() }
      try await drive(engine, menu, kinds, count)
      engine.shutDown()
      try await group.waitForAll()
    }
    try await client.shutdown()
    try await sqlite.close()
  }

  /// Starts the runs that were not started before, and waits for all.
  private static func drive(_ engine: Engine, _ menu: Menu, _ kinds: [Menu.Kind], _ count: Int) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      for number in 0..<count {
        let kind = kinds[number % kinds.count]
        let handle = try await engine.start(
          menu.workflow(kind), input: .null, options: StartOptions(idempotencyKey: "\(number)"))
        group.addTask {
          if kind == .signalled {
            do {
              try await handle.signal("answer", 42)
            } catch is RunCommandError {
              // It is over: a process before this one sent it.
            }
          }
          _ = try await handle.outcome()
        }
      }
    }
  }

  private static func post(_ url: String, _ client: HTTPClient) async throws -> JSONValue {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    let response = try await client.execute(request, timeout: .seconds(30))
    let body = try await response.body.collect(upTo: 1 << 16)
    guard response.status == .ok else { throw Fault(.communication, status: Int(response.status.code), detail: nil) }
    return try JSONValue(parsing: Array(body.readableBytesView))
  }
}
