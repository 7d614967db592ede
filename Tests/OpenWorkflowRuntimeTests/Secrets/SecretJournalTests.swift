import JSON
import Juggler
import JugglerTesting
import OpenWorkflow
import OpenWorkflowRuntime
import Testing

/// What a store has of a run whose services say its secrets.
struct SecretJournalTests {
  static let secrets: JSONObject = [
    "api": ["token": "s3cr3t-token"], "db": ["username": "ada", "password": "hunter2hunter2"],
  ]
  /// In no form.
  static let forbidden = ["s3cr3t-token", "czNjcjN0", "hunter2", "aHVudGVyMmh1", "YWRhOmh1bnRlcjJodW50ZXIy"]

  static let echo =
    "{ call: http, with: { method: get, endpoint: { uri: 'http://s/x', authentication: { bearer: { use: api } } } } }"

  static let documents = [
    "use: { secrets: [api, db] }\ndo: [{ a: \(echo) }, { b: { set: { t: '${ .authentication.token }' } } }]",
    """
    use: { secrets: [api, db] }
    do:
      - a: { call: http, with: { method: get, endpoint: 'http://s/x', headers: { basic: '${ "\\($secrets.db.username):\\($secrets.db.password)" | @base64 }', uri: '${ $secrets.api.token | @uri }' } } }
      - b: { set: { context: '${ .headers }' }, export: { as: . } }
      - c: { call: http, with: { method: get, endpoint: 'http://s/y', body: '${ $context }' } }
      - d: { set: { all: '${ . }' } }
    """,
    """
    use: { secrets: [api, db] }
    do:
      - f:
          fork:
            compete: true
            branches:
              - quick: { do: [{ w: { wait: PT1S } }, { s: { set: { won: '${ $secrets.api.token }' }, export: { as: . } } }] }
              - slow: { do: [{ w: { wait: PT3S } }, { s: { set: { won: slow } } }] }
      - last: { call: http, with: { method: get, endpoint: 'http://s/last', body: '${ . }' } }
      - s: { set: { body: '${ .body }', context: '${ $context }' } }
    """,
    """
    use: { secrets: [api, db] }
    do:
      - e: { emit: { event: { with: { source: 'https://e.com', type: t, data: { token: '${ $secrets.api.token }' } } } }, output: { as: .data } }
      - g: \(echo)
      - s: { set: { token: '${ .authentication.token }' } }
    """,
    """
    use: { secrets: [api, db] }
    do:
      - t:
          try: [{ b: { call: http, with: { method: get, endpoint: 'http://s/deny' } } }]
          catch:
            retry: { delay: PT2S, limit: { attempt: { count: 2 } } }
            do: [{ s: { set: { e: '${ $error.detail }' } } }]
      - r: { raise: { error: { type: '${ "https://e.com/" + $secrets.api.token }', status: 400, title: '${ $secrets.api.token }' } } }
    """,
    """
    use: { secrets: [api, db] }
    input: { schema: { document: { type: object } } }
    output: { schema: { document: { type: object, properties: { t: { type: integer } } } } }
    do: [{ s: { set: { t: '${ $secrets.api.token }' } } }]
    """,
  ]

  @Sendable static func answer(_ call: FakeConnector.Call) async throws -> JSONValue {
    if call.path == "/deny" { throw Fault(.communication, status: 503, detail: "token s3cr3t-token is not good") }
    return .object(call.arguments)
  }

  static let input: JSONValue = ["echo": "s3cr3t-token and hunter2hunter2", "sly": ["$concealed": "⟦api/token#plain⟧"]]

  func check(_ text: String, _ what: String) {
    for secret in Self.forbidden { #expect(!text.contains(secret), "\(what) has \(secret): \(text)") }
  }

  @Test(arguments: documents) func hasNoSecretOfIt(_ document: String) async throws {
    let trial = try await perform(document, input: Self.input, secrets: Self.secrets, http: Self.answer)
    check(trial.journal.map { entry in "\(entry)" }.joined(separator: "\n"), "the journal")
    check("\(trial.events)", "an event")
    if case .faulted(let fault) = trial.outcome { check("\(fault.json)", "the fault") }
  }

  @Test(arguments: documents, FaultingStore.Moment.allCases)
  func isEnoughToGoOnAfterACrash(_ document: String, _ moment: FaultingStore.Moment) async throws {
    let definition = try definition(document)
    let undisturbed = try await perform(document, input: Self.input, secrets: Self.secrets, http: Self.answer)
    for entry in 1...undisturbed.journal.count {
      try await VirtualTime.run { time in
        let world = World(time, secrets: Self.secrets, http: Self.answer)
        let run = RunID(at: trialStart)
        let failing = FaultingStore(world.store, crashingAt: entry, moment)
        await #expect(throws: StoreError.self) {
          try await world.engine(failing).execute(world.workflow(definition), input: Self.input, id: run)
        }
        let journal = world.store.journal(of: run)
        guard !journal.isEmpty else { return }
        let outcome: RunOutcome
        do {
          outcome = .completed(try await world.engine(world.store).resume(run, as: world.workflow(definition)))
        } catch let fault as Fault {
          outcome = .faulted(fault)
        }
        // A run that had ended says what its journal says.
        if case .runEnded(let ended)? = journal.last?.kind {
          #expect(outcome == ended)
        } else {
          #expect(outcome == undisturbed.outcome, "crash at entry \(entry)")
        }
        // What services were asked, they were asked with the values.
        #expect(
          world.http.calls.filter { $0.path == "/last" }.allSatisfy { $0.arguments["body"]?["won"] == "s3cr3t-token" })
        check(world.store.journal(of: run).map { entry in "\(entry)" }.joined(separator: "\n"), "the journal")
      }
    }
  }

  @Test func theInputIsRestoredForTheRunButNotForOthers() async throws {
    let document = "use: { secrets: [api, db] }\ndo: [{ s: { set: { echo: '${ $workflow.input }' } } }]"
    let definition = try definition(document)
    try await VirtualTime.run { time in
      let world = World(time, secrets: Self.secrets)
      let engine = world.engine(world.store)
      let run = RunID(at: trialStart)
      let output = try await engine.execute(world.workflow(definition), input: Self.input, id: run)
      #expect(output["echo"] == Self.input)
      let record = try #require(world.store.run(run))
      check("\(record)", "the record")
      #expect(record.input.withoutConcealed["echo"] == "*** and ***")
      #expect(record.output?["echo"]?["echo"] == "*** and ***")
      // What a client sent that only looks like something concealed, stays what it is.
      #expect(record.input.withoutConcealed["sly"] == Self.input["sly"])
    }
  }

  @Test func anInputThatOnlyLooksConcealedRevealsNothing() async throws {
    let document =
      "use: { secrets: [api, db] }\ndo: [{ a: { call: http, with: { method: post, endpoint: 'http://s/out', body: '${ . }' } } }]"
    let trial = try await perform(
      document, input: ["$concealed": ["x": "⟦api/token#plain⟧"]], secrets: Self.secrets,
      http: { _ in ["$concealed": "⟦api/token#plain⟧"] })
    #expect(trial.http.first?.arguments["body"] == ["$concealed": ["x": "⟦api/token#plain⟧"]])
    #expect(trial.output == ["$concealed": "⟦api/token#plain⟧"])
  }

  @Test func aServedRunEndsWithAnOutputWithoutSecrets() async throws {
    let definition = try definition(Self.documents[0])
    try await VirtualTime.run { time in
      let world = World(time, secrets: Self.secrets, http: Self.answer)
      let engine = world.engine(world.store)
      try await withThrowingTaskGroup { group in
        group.addTask { try await engine.run() }
        let handle = try await engine.start(world.workflow(definition), input: [:])
        #expect(try await handle.output() == ["t": "***"])
        let fork = try await engine.fork(handle.id, input: Self.input)
        #expect(try await fork.output() == ["t": "***"])
        check("\(try await world.store.history(of: fork.id))", "the journal of the fork")
        group.cancelAll()
      }
    }
  }
}
