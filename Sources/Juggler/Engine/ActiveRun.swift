import AsyncPatterns
import JSON
import Synchronization

/// A run that this engine drives now.
final class ActiveRun: Sendable {
  let monitored: MonitoredRun
  let engine: Engine
  /// What the journal held when the run was loaded; steps since then are not looked up again.
  let recorded: RecordedSteps?
  /// With what it was admitted; `nil` for a run that lives in its caller's task, which is neither parked nor suspended.
  let ticket: RunTicket?
  let gate = RunGate()
  let task = CancellableTask()
  let state: Mutex<RunState>
  let names = Mutex(StepNames())
  let inbox: Inbox
  /// Whether time limits were up before the run was loaded: then what is new within them must not begin.
  let hasPassedDeadlines = Atomic(false)
  /// Whether it started runs as parts of itself, which end with it.
  let hasChildren = Atomic(false)
  /// Its body has ended: nothing that is asked of it now has an effect.
  private let ended = Atomic(false)

  init(
    id: RunID, workflow: WorkflowReference, startedAt: Timestamp, engine: Engine, recorded: RecordedSteps?,
    ticket: RunTicket? = nil, tags: [String: String] = [:]
  ) {
    monitored = MonitoredRun(
      id: id, workflow: workflow, startedAt: startedAt, tags: tags,
      // A run that waited for its turn in the store has a journal, and has not begun.
      isReplayed: ticket.map { $0.isReplayed && $0.startedAt != nil } ?? (recorded != nil))
    self.engine = engine
    self.recorded = recorded
    self.ticket = ticket
    state = Mutex(RunState())
    inbox = Inbox(recorded)
  }

  var id: RunID { monitored.id }
  var workflow: WorkflowReference { monitored.workflow }
  var startedAt: Timestamp { monitored.startedAt }
  var tags: [String: String] { monitored.tags }

  @inline(never)
  func recordedOutcome(of step: StepID) -> StepOutcome? {
    recorded?.outcomes[step]
  }

  func recordedTimer(of step: StepID) -> Timestamp? { recorded?.timer(of: step) }

  @inline(never)
  func append(_ kind: JournalEntry.Kind, at time: Timestamp? = nil, since: Timestamp? = nil) async throws {
    try await engine.journal.append(JournalEntry(run: id, at: time ?? engine.time.now, since: since, kind: kind))
  }

  var hasEnded: Bool { ended.load(ordering: .acquiring) }
  func markEnded() { ended.store(true, ordering: .releasing) }

  // MARK: Effects

  @inline(__always)
  func checkDeadlines(_ end: Timestamp? = nil) throws {
    if hasPassedDeadlines.load(ordering: .relaxed) { try PassedDeadline.check(end) }
  }

  /// An effect begins. Returns when it may: not while the run is to stand still.
  @inline(__always)
  func enter() async throws {
    try checkDeadlines()
    if ticket != nil {
      if !gate.enter().isOpen { try await waitAtGate() }
    } else if gate.now.isClosed {
      throw CancellationError()
    }
  }

  /// For what is no effect, yet journaled: not while the run is to stand still.
  @inline(__always)
  func checkOpen() async throws {
    guard gate.now.isClosed else { return }
    try await enter()
    leave()
  }

  @inline(__always)
  func leave() {
    if ticket != nil {
      let word = gate.leave()
      if word.inFlight == 0 { quiesced(word) }
    }
  }

  @inline(never)
  private func quiesced(_ word: RunGate.Word) {
    if word.isClosed { unwindIfDrained() } else { watchIfIdle(word) }
  }

  @inline(never)
  private func waitAtGate() async throws {
    var word = gate.leave()
    while true {
      if word.isClosed {
        if word.inFlight == 0 { unwindIfDrained() }
        try await waitUntilOpen()
      } else {
        try await takeSlotBack()
      }
      word = gate.enter()
      if word.isOpen { return }
      word = gate.leave()
    }
  }

  /// A branch that could go on keeps the run from being parked.
  private func takeSlotBack() async throws {
    state.withLock { $0.standing += 1 }
    do {
      try await engine.admission.takeBack(self)
      state.withLock { $0.standing -= 1 }
    } catch {
      state.withLock { state in
        state.standing -= 1
        state.unwound(.now(engine.time.now))
      }
      throw error
    }
  }

  private func waitUntilOpen() async throws {
    let id = state.withLock { $0.reserve() }
    do {
      try await withTaskCancellationHandler {
        try await withUnsafeThrowingContinuation { continuation in
          let resumes = state.withLock { $0.block(id, continuation) }
          switch resumes {
          case .open: continuation.resume()
          case .cancelled: continuation.resume(throwing: CancellationError())
          case .waits: break
          }
        }
      } onCancel: {
        state.withLock { $0.unblock(id) }?.resume(throwing: CancellationError())
      }
    } catch {
      // There is work to do at once when the run goes on.
      state.withLock { $0.unwound(.now(engine.time.now)) }
      throw error
    }
  }

  // MARK: Interruption

  var interruption: Interruption? { state.withLock { $0.interruption } }

  /// Lets no more effects begin, and unwinds the run when none is in flight; `cancelled` and `deposed` do not wait for that.
  func interrupt(_ reason: Interruption) {
    let isNew = state.withLock { $0.interrupt(reason) }
    guard isNew else { return }
    switch reason {
    case .cancelled: task.cancel()
    case .deposed:
      // A body that goes on though it was cancelled must do nothing more.
      _ = gate.close()
      task.cancel()
    case .suspended, .parked, .shutdown:
      if gate.close().inFlight == 0 { unwindIfDrained() }
    }
  }

  /// Takes a suspension back, unless it is too late; whether the run goes on as if nothing had been.
  func takeSuspensionBack() -> Bool {
    let blocked: [UnsafeContinuation<Void, any Error>]? = state.withLock { state in
      guard let blocked = state.takeSuspensionBack() else { return nil }
      gate.open()
      return blocked
    }
    guard let blocked else { return false }
    for continuation in blocked { continuation.resume() }
    return true
  }

  private func unwindIfDrained() {
    let unwinds = state.withLock { $0.unwind(isDrained: gate.now.inFlight == 0) }
    if unwinds { task.cancel() }
  }

  // MARK: Waits

  /// A wait begins: until a time, or for something of which nobody knows when it comes. Give `endWait` what this returns.
  func beginWait(until wakesAt: Timestamp?) -> Bool {
    guard ticket != nil else { return false }
    let isShort = wakesAt.map { $0 - engine.time.now <= engine.configuration.parkingThreshold } ?? false
    state.withLock { $0.beginWait(until: wakesAt, isShort: isShort) }
    gate.note()
    let word = gate.now
    if word.inFlight == 0 { watchIfIdle(word) }
    return isShort
  }

  func endWait(isShort: Bool) {
    guard ticket != nil else { return }
    state.withLock { $0.endWait(isShort: isShort) }
    gate.note()
  }

  @inline(never)
  func interruptWait(until wakesAt: Timestamp?, isShort: Bool) {
    guard ticket != nil else { return }
    state.withLock { state in
      state.endWait(isShort: isShort)
      state.unwound(wakesAt.map(RunState.Wake.time) ?? .untimed)
    }
  }

  /// A time limit begins. One that is not kept in the journal keeps the run in memory: it would begin anew.
  func beginLimit(isKept: Bool) {
    if !isKept, ticket != nil { state.withLock { $0.unkeptLimits += 1 } }
  }

  /// - Parameter wakesAt: when the limit is up, if what it limits did not end but was ended.
  func endLimit(isKept: Bool, wakesAt: Timestamp? = nil) {
    guard ticket != nil else { return }
    state.withLock { state in
      if !isKept { state.unkeptLimits -= 1 }
      if let wakesAt, state.interruption != nil { state.unwound(.time(wakesAt)) }
    }
  }

  private func watchIfIdle(_ word: RunGate.Word) {
    let (isIdle, isUnlisted, isShort) = state.withLock { state in
      guard state.waits > 0, state.interruption == nil else { return (false, false, false) }
      defer { state.isWatched = true }
      return (true, !state.isWatched, state.waitsShortly)
    }
    guard isIdle else { return }
    if let ticket, ticket.releasesSlot(on: engine.admission) { gate.setSlotless() }
    if isUnlisted { engine.watchIdle(self, isShort: isShort) }
  }

  /// Whether the run is still idle; if not, it will be watched again when it is.
  func staysWatched() -> Bool {
    let isQuiet = gate.now.inFlight == 0
    return state.withLock { state in
      state.isWatched = isQuiet && state.waits > 0 && state.interruption == nil
      return state.isWatched
    }
  }

  /// Whether nothing happened in the run since it had this word.
  func isQuiet(since word: RunGate.Word) -> Bool { gate.now == word && word.inFlight == 0 }

  /// Whether all that the run waits for is far away.
  var waitsLong: Bool {
    let now = engine.time.now
    return state.withLock { $0.waitsLong(now: now, threshold: now + engine.configuration.parkingThreshold) }
  }
}
