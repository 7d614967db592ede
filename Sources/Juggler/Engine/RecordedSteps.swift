import AsyncPatterns

/// What a journal says of a run's steps, by their names.
struct RecordedSteps: Sendable {
  private(set) var outcomes: [StepID: StepOutcome] = [:]
  private(set) var children: [StepID: RunID] = [:]
  /// All that the run was sent, in order.
  private(set) var signals: [Signal] = []
  private var timers: [StepID: Timer] = [:]
  /// How long the run lay ended before it was retried, in all.
  private var timeEnded = Duration.zero
  private var lastEnd: Timestamp?
  /// Performed by code that turned out to be other than what the run started with: nobody need reach them again.
  private(set) var strays: Set<StepID> = []

  private struct Timer {
    var wakesAt: Timestamp
    /// The time the run had lain ended when the timer was set.
    var timeEnded: Duration
  }

  /// How far the journal was read.
  private(set) var end: Int64 = 0
  /// Performed since the run was loaded last.
  private var recent: [StepID] = []

  /// Reads a journal a page at a time: a long one is never in memory as a whole beside what it says.
  init(of run: RunID, in store: any JournalStore) async throws(StoreError) {
    var position: Int64? = 0
    while let start = position {
      let page = try await store.journal(of: run, after: start, limit: 1000)
      for entry in page.entries { add(entry) }
      position = page.next
      end = page.end
    }
    recent = []
  }

  private mutating func add(_ entry: JournalEntry) {
    switch entry.kind {
    case .stepEnded(let id, let outcome):
      if outcomes[id] == nil { outcomes[id] = outcome }
      recent.append(id)
    case .timerSet(let id, let wakesAt):
      if timers[id] == nil { timers[id] = Timer(wakesAt: wakesAt, timeEnded: timeEnded) }
    case .childStarted(let id, let run): if children[id] == nil { children[id] = run }
    case .signalReceived(let signal): signals.append(signal)
    case .runEnded: lastEnd = entry.at
    case .retried(let forgotten):
      for id in forgotten {
        outcomes[id] = nil
        timers[id] = nil
        children[id] = nil
      }
      if let lastEnd { timeEnded += max(.zero, entry.at - lastEnd) }
    case .halted: strays.formUnion(recent)
    case .moved(to: .running, _): recent = []
    case .runStarted, .moved: break
    }
  }

  /// When a wait ends.
  func timer(of id: StepID) -> Timestamp? { timers[id]?.wakesAt }

  /// When a time limit is up: the time that the run lay ended does not count.
  func deadline(of id: StepID) -> Timestamp? {
    timers[id].map { $0.wakesAt + (timeEnded - $0.timeEnded) }
  }

  /// Those that steps have taken, in no order.
  var takenSignals: [Signal] {
    outcomes.compactMap { id, outcome in
      guard let name = id.signalName, case .completed(let payload) = outcome else { return nil }
      return Signal(name: name, payload: payload)
    }
  }
}

extension StepID {
  private static let signalPrefix = "signal/"

  /// The step that takes a signal.
  static func signal(_ name: String, in scope: Scope) -> StepID { StepID(task: signalPrefix + name, scope: scope) }

  var signalName: String? {
    task.hasPrefix(Self.signalPrefix) ? String(task.dropFirst(Self.signalPrefix.count)) : nil
  }
}
