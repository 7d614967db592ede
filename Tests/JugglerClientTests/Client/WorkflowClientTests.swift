import JSON
import JugglerAPI
import JugglerClient
import Testing

/// Against a server as it is, over the loopback.
@Suite struct WorkflowClientTests {
  private static let double = """
    input: { schema: { document: { type: object, required: [n], properties: { n: { type: integer } } } } }
    do: [{ double: { set: { twice: '${ .n * 2 }' } } }]
    """
  private static let teapot =
    "do: [{ pour: { raise: { error: { type: 'https://example.com/teapot', status: 418, title: Teapot } } } }]"
  private static let sleeper = "do: [{ sleep: { wait: { hours: 1 } } }, { done: { set: { awake: true } } }]"

  @Test func deploysStartsAndAwaits() async throws {
    try await LiveServer.run { server in
      try await server.deploy("double", Self.double)
      let run = try await server.client.start("test/double", input: ["n": 21], options: .init(tags: ["a": "b"]))
      #expect(run.workflow == WorkflowVersion(namespace: "test", name: "double", version: "1.0.0"))
      #expect(try await server.client.output(of: run.id) == ["twice": 42])
      let ended = try await server.client.run(run.id)
      #expect(ended.status == .completed)
      #expect(ended.tags == ["a": "b"])
      let waited = try await server.client.start(
        "test/double:1.0.0", input: ["n": 1], options: .init(wait: .seconds(30)))
      #expect(waited.output == ["twice": 2])
    }
  }

  private struct Doubled: Codable, Equatable {
    var twice: Int
  }

  @Test func callsWithSwiftValues() async throws {
    try await LiveServer.run { server in
      try await server.deploy("double", Self.double)
      let doubled = try await server.client.call("test/double", ["n": 4], as: Doubled.self)
      #expect(doubled == Doubled(twice: 8))
    }
  }

  @Test func whatTheServerSaysIsWrongIsThrown() async throws {
    try await LiveServer.run { server in
      try await server.deploy("teapot", Self.teapot)
      let fault = await #expect(throws: ProblemDetails.self) { try await server.client.call("test/teapot") }
      #expect(fault?.status == 418)
      #expect(fault?.type == "https://example.com/teapot")
      let run = try await server.client.start("test/teapot")
      let same = await #expect(throws: ProblemDetails.self) { try await server.client.output(of: run.id) }
      #expect(same?.instance == "/do/0/pour")
      let unknown = await #expect(throws: ProblemDetails.self) { try await server.client.call("test/nobody") }
      #expect(unknown?.status == 404)
      let invalid = await #expect(throws: ProblemDetails.self) { try await server.deploy("bad", "do: 7") }
      #expect(invalid?.status == 422)
      #expect(invalid?.errors.isEmpty == false)
    }
  }

  @Test func aKeyStartsOneRun() async throws {
    try await LiveServer.run { server in
      try await server.deploy("double", Self.double)
      let options = StartOptions(idempotencyKey: "order-7")
      let first = try await server.client.start("test/double", input: ["n": 1], options: options)
      let second = try await server.client.start("test/double", input: ["n": 1], options: options)
      #expect(first.id == second.id)
    }
  }

  @Test func runsAreSuspendedResumedCancelledRetriedAndForked() async throws {
    try await LiveServer.run { server in
      let client = server.client
      try await server.deploy("sleeper", Self.sleeper)
      let run = try await client.start("test/sleeper")
      try await client.suspend(run.id)
      while try await client.run(run.id).status != .suspended { await Task.yield() }
      try await client.resume(run.id)
      try await client.cancel(run.id)
      let error = await #expect(throws: ClientError.self) { try await client.output(of: run.id) }
      #expect(error?.code == .runCancelled)
      try await client.retry(run.id)
      let fork = try await client.fork(run.id, input: ["other": true])
      #expect(fork.forkedFrom == run.id)
      #expect(fork.input == ["other": true])
      for id in [run.id, fork.id] { try await client.cancel(id) }
    }
  }

  @Test func listsAreFetchedPageByPage() async throws {
    try await LiveServer.run { server in
      let client = server.client
      try await server.deploy("double", Self.double)
      var started: [String] = []
      for n in 0..<5 {
        started.append(
          try await client.start("test/double", input: ["n": .integer(Int64(n))], options: .init(tags: ["n": "\(n)"]))
            .id)
      }
      var listed: [String] = []
      for try await run in client.runs(.init(name: "double", oldestFirst: true, pageSize: 2)) { listed.append(run.id) }
      #expect(listed == started)
      var tagged: [String] = []
      for try await run in client.runs(.init(tags: ["n": "3"])) { tagged.append(run.id) }
      #expect(tagged == [started[3]])
      var names: [String] = []
      for try await workflow in client.workflows() { names.append(workflow.id) }
      #expect(names == ["test/double:1.0.0"])
      let text = try await client.definition(of: .init(namespace: "test", name: "double", version: "1.0.0"))
      #expect(text.contains("twice"))
    }
  }

  @Test func theEventsOfARunEndWithIt() async throws {
    try await LiveServer.run { server in
      try await server.deploy("double", Self.double)
      let run = try await server.client.start("test/double", input: ["n": 1])
      var types: [String] = []
      for try await event in server.client.events(of: run.id) {
        #expect(event.subject == run.id)
        types.append(event.type)
      }
      #expect(types.last == LifecycleEvent.workflowCompleted.rawValue)
      #expect(types.contains(LifecycleEvent.workflowStarted.rawValue))
    }
  }

  @Test func publishedEventsAreToldToThoseWhoFollow() async throws {
    try await LiveServer.run { server in
      let client = server.client
      var events = client.events(types: ["com.example.placed"]).makeAsyncIterator()
      try await events.connect()
      let sent = (1...3).map { CloudEvent(source: "/tests", type: "com.example.placed", data: .integer($0)) }
      #expect(try await client.publish(sent) == 3)
      #expect(try await client.publish(CloudEvent(source: "/tests", type: "com.example.other")) == 1)
      var data: [JSONValue?] = []
      while data.count < 3, let event = try await events.next() { data.append(event.data) }
      #expect(data == [1, 2, 3])
    }
  }
}
