import JSON
import Juggler
import JugglerTesting

/// Operations on a store, drawn at random but the same for a seed, each described so that a failure can be understood.
struct RandomOperations {
  struct Operation {
    var name: String
    /// What the store answers, as text.
    var run: @Sendable (any RunStore) async throws -> String
  }

  private static let statuses = RunStatus.allCases

  private var generator: SeededGenerator
  private var time = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
  private(set) var runs: [RunID] = []
  private(set) var owners: [OwnerID] = []

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
  private mutating func pick<T>(_ items: [T], _ other: T) -> T { items.randomElement(using: &generator) ?? other }
  private mutating func run() -> RunID { chance(3) ? RunID(at: time) : pick(Array(runs.suffix(12)), RunID(at: time)) }
  private mutating func owner() -> OwnerID? { chance(25) ? nil : pick(owners, OwnerID(1)) }

  private mutating func value() -> JSONValue {
    switch number(0...6) {
    case 0: .null
    case 1: .integer(Int64(number(-9...9)))
    case 2: ["a": [1, 2.5, true], "ä\u{0}": .null]
    case 3: .string(String(repeating: "x", count: number(0...200)))
    // Beyond the threshold, and often the same.
    case 4: .string(String(repeating: "long", count: number(1000...1003) * 4))
    case 5: [[], [:]]
    default: .string("text")
    }
  }

  private mutating func step() -> StepID {
    var scope = StepID.Scope.root
    if chance(40) { scope = scope.appending(.iteration(number(0...3))) }
    if chance(20) { scope = scope.appending(.attempt(number(1...3))) }
    if chance(10) { scope = scope.appending(.call("/use/functions/#\(number(1...3))")) }
    return StepID(task: "/do/\(number(0...9))/a#b", scope: scope)
  }

  private mutating func entry(of run: RunID) -> JournalEntry {
    time = time + .milliseconds(number(1...5000))
    let fault = Fault(.runtime, detail: "\(number(1...9))")
    let wakesAt = time + .seconds(number(-10...30))
    let kind: JournalEntry.Kind
    switch number(0...15) {
    case 0...4: kind = .stepEnded(step(), .completed(value()))
    case 5: kind = .stepEnded(step(), .faulted(fault))
    case 6: kind = .timerSet(step(), wakesAt: wakesAt)
    case 7: kind = .childStarted(step(), pick(runs, run))
    case 8: kind = .signalReceived(Signal(name: "s", payload: value()))
    case 9: kind = .moved(to: .waiting, wakesAt: chance(80) ? wakesAt : nil)
    case 10: kind = .moved(to: pick([.pending, .running, .suspended], .running), wakesAt: nil)
    case 11: kind = .halted(fault)
    case 12: kind = .retried(forgetting: chance(50) ? [step()] : [])
    case 13: kind = .runEnded(.faulted(fault))
    case 14: kind = .runEnded(pick([.cancelled, .continued(as: run)], .cancelled))
    default: kind = .runEnded(.completed(value()))
    }
    return JournalEntry(run: run, at: time, since: chance(50) ? time + .milliseconds(-7) : nil, kind: kind)
  }

  private mutating func start(keyed: Bool) -> JournalEntry {
    time = time + .milliseconds(number(1...5000))
    var start = RunStart(
      workflow: WorkflowReference(
        namespace: "n\(number(1...2))", name: "w\(number(1...3))", version: "1.\(number(0...1))"),
      digest: "d\(number(1...3))", input: value(), status: chance(30) ? .pending : .running, isUnowned: chance(30))
    if chance(20) { start.parent = pick(runs, RunID(at: time)) }
    if chance(30) { start.tags = ["k": "\(number(1...2))"] }
    if chance(30) { start.priority = number(-2...2) }
    if keyed { start.idempotencyKey = "key \(number(1...5))" }
    let run = RunID(at: time)
    runs.append(run)
    return JournalEntry(run: run, at: time, kind: .runStarted(start))
  }

  mutating func next() -> Operation {
    switch number(0...19) {
    case 0...2:
      let (entry, owner) = (start(keyed: true), owner())
      return Operation(name: "start \(entry.run) by \(owner?.value ?? 0)") { "\(try await $0.start(entry, by: owner))" }
    case 3...9:
      var batch: [JournalEntry] = []
      for _ in 0..<number(1...6) { batch.append(chance(25) ? start(keyed: false) : entry(of: run())) }
      let (entries, owner) = (batch, owner())
      return Operation(name: "append \(entries.map(\.kind)) by \(owner?.value ?? 0)") {
        try await $0.append(entries, by: owner)
        return ""
      }
    case 10:
      let (entry, statuses) = (entry(of: run()), Set(Self.statuses.shuffled(using: &generator).prefix(3)))
      return Operation(name: "transition \(entry.kind) of \(entry.run)") {
        "\(try await $0.transition(entry, from: statuses))"
      }
    case 11:
      let (request, run) = (pick(RunRequest.allCases, .wake), run())
      return Operation(name: "request \(request)") { "\(try await $0.request(request, of: run))" }
    case 12:
      let (request, run) = (pick(RunRequest.allCases, .wake), run())
      return Operation(name: "clear \(request)") {
        try await $0.clear(request, of: run)
        return ""
      }
    case 13:
      let expiry = time + .seconds(number(1...40))
      owners.append(OwnerID(Int64(owners.count + 1)))
      return Operation(name: "register") { "\(try await $0.register(owner: "o", until: expiry))" }
    case 14:
      let (owner, expiry) = (pick(owners, OwnerID(1)), time + .seconds(number(1...40)))
      return Operation(name: "renew \(owner)") {
        try await $0.renew(owner, until: expiry)
        return ""
      }
    case 15:
      let now = time
      return Operation(name: "evict") { "\(try await $0.evictOwners(expiredAt: now))" }
    case 16:
      let (owner, now, limit) = (pick(owners, OwnerID(1)), time, number(0...4))
      return Operation(name: "claim due, \(limit)") {
        "\(try await $0.claimDueRuns(for: owner, at: now, limit: limit).map(\.text))"
      }
    case 17:
      let (owner, run) = (pick(owners, OwnerID(1)), run())
      return Operation(name: "claim \(run)") { "\(try await $0.claim(run, for: owner))" }
    case 18:
      let definition = StoredDefinition(
        digest: "d\(number(1...4))",
        workflow: WorkflowReference(namespace: "n", name: "w\(number(1...4))", version: "1"), source: "s", savedAt: time
      )
      if chance(30) {
        return Operation(name: "remove definition") { "\(try await $0.removeDefinition(digest: definition.digest))" }
      }
      return Operation(name: "save definition") { "\(try await $0.save(definition))" }
    default:
      var retention = Retention(endedBefore: time + .seconds(-number(0...100)))
      if chance(50) { retention.workflow = .init(namespace: "n1", name: "w1") }
      return Operation(name: "prune") { [retention] in "\(try await $0.prune(retention, limit: 1000))" }
    }
  }

  /// A look at the store that changes nothing.
  mutating func look() -> Operation {
    let run = run()
    switch number(0...5) {
    case 0: return Operation(name: "run") { "\(try await $0.run(run)?.text ?? "none")" }
    case 1: return Operation(name: "journal") { "\(try await $0.history(of: run).map(\.text))" }
    case 2:
      return Operation(name: "counts") {
        "\(try await $0.runCounts().filter { $0.value > 0 }.map { "\($0)" }.sorted())"
      }
    case 3:
      let owner = pick(owners, OwnerID(1))
      return Operation(name: "requests") { store in
        let requests = try await store.requests(to: owner).map { "\($0)" }.sorted()
        return "\(requests) \(try await store.owners())"
      }
    case 4: return Operation(name: "definitions") { "\(try await $0.definitions(after: nil, limit: 3))" }
    default:
      var query = RunQuery(oldestFirst: chance(50), limit: number(1...9))
      if chance(30) { query.statuses = Set(Self.statuses.shuffled(using: &generator).prefix(2)) }
      if chance(20) { query.namespace = "n1" }
      if chance(20) { query.name = "w2" }
      if chance(20) { query.version = "1.1" }
      if chance(20) { query.tags = ["k": "1"] }
      if chance(10) { query.parent = run }
      if chance(20) { query.createdFrom = time + .seconds(-60) }
      if chance(20) { query.createdBefore = time + .seconds(-30) }
      return Operation(name: "list \(query)") { [query] store in
        var (query, text) = (query, "")
        repeat {
          let page = try await store.runs(query)
          text += "\(page.items.map(\.text)) | "
          query.cursor = page.nextCursor
        } while query.cursor != nil
        return text
      }
    }
  }
}

extension RunRecord {
  /// Everything that the record says, in one order.
  var text: String {
    var copy = self
    copy.tags = [:]
    return "\(copy) \(tags.sorted { $0.key < $1.key })"
  }
}

extension JournalEntry {
  var text: String {
    var what = "\(kind)"
    if case .runStarted(var start) = kind {
      let tags = start.tags.sorted { $0.key < $1.key }
      start.tags = [:]
      what = "\(start) \(tags)"
    }
    return "\(run) \(at.nanoseconds) \(since.map { String($0.nanoseconds) } ?? "-") \(what)"
  }
}
