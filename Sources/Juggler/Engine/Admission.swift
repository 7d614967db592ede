import Synchronization

/// Who may run: keeps the limits of every workflow that has some.
final class Admission: Sendable {
  private struct State {
    var queues: [Retention.WorkflowName: AdmissionQueue] = [:]
    var standing: [UInt64: UnsafeContinuation<Void, any Error>] = [:]
    var lastID: UInt64 = 0
    var cancelledEarly: Set<UInt64> = []
  }

  private let state = Mutex(State())
  private let time: any Timekeeper
  /// Hands a run that may begin to those who drive runs.
  private let begin: @Sendable (RunTicket) -> Void

  init(time: any Timekeeper, begin: @escaping @Sendable (RunTicket) -> Void) {
    self.time = time
    self.begin = begin
  }

  func set(_ policy: AdmissionPolicy, for name: Retention.WorkflowName) {
    state.withLock { $0.queues[name, default: AdmissionQueue(policy: policy)].policy = policy }
    admitNext(name)
  }

  /// Takes a slot for a run that is about to start, if it may start at once.
  func tryBegin(_ ticket: RunTicket) -> Bool {
    state.withLock { state in
      guard var queue = state.queues[ticket.name] else { return true }
      guard queue.tryBegin(ticket, at: time.now) else { return false }
      state.queues[ticket.name] = queue
      ticket.holdsSlot.withLock { $0 = true }
      return true
    }
  }

  /// Lets the run begin when it is its turn.
  func enqueue(_ ticket: RunTicket) {
    let isLimited = state.withLock { state in
      guard state.queues[ticket.name] != nil else { return false }
      state.queues[ticket.name]?.add(AdmissionQueue.Entrant(ticket: ticket, purpose: .begin))
      return true
    }
    if isLimited { admitNext(ticket.name) } else { begin(ticket) }
  }

  /// Takes a run out that waits for its turn; whether it was there.
  func remove(_ ticket: RunTicket) -> Bool {
    state.withLock { state in
      state.queues[ticket.name]?.remove { entrant in
        if case .begin = entrant.purpose { entrant.ticket === ticket } else { false }
      } != nil
    }
  }

  func release(_ ticket: RunTicket) {
    state.withLock { $0.queues[ticket.name]?.release(ticket) }
    admitNext(ticket.name)
  }

  /// Waits until a run that gave its slot back has one again.
  func takeBack(_ active: ActiveRun) async throws {
    guard let ticket = active.ticket, !ticket.holdsSlot.withLock({ $0 }) else { return active.gate.clearSlotless() }
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let (isCancelled, isLimited) = state.withLock { state in
          if state.cancelledEarly.remove(id) != nil { return (true, true) }
          guard state.queues[ticket.name] != nil else { return (false, false) }
          state.queues[ticket.name]?.add(AdmissionQueue.Entrant(ticket: ticket, purpose: .goOn(id)))
          state.standing[id] = continuation
          return (false, true)
        }
        if isCancelled { return continuation.resume(throwing: CancellationError()) }
        if isLimited { admitNext(ticket.name) } else { continuation.resume() }
      }
    } onCancel: {
      let continuation = state.withLock { state in
        guard let continuation = state.standing.removeValue(forKey: id) else {
          state.cancelledEarly.insert(id)
          return nil as UnsafeContinuation<Void, any Error>?
        }
        _ = state.queues[ticket.name]?.remove { if case .goOn(id) = $0.purpose { true } else { false } }
        return continuation
      }
      continuation?.resume(throwing: CancellationError())
    }
    active.gate.clearSlotless()
  }

  private func admitNext(_ name: Retention.WorkflowName) {
    let (entrants, nextLook, going) = state.withLock { state in
      guard let (entrants, nextLook) = state.queues[name]?.admitted(at: time.now) else {
        return ([] as [AdmissionQueue.Entrant], nil as Timestamp?, [] as [UnsafeContinuation<Void, any Error>])
      }
      var going: [UnsafeContinuation<Void, any Error>] = []
      for entrant in entrants {
        // Several branches of a run may have asked: it needs one slot.
        let hadOne = entrant.ticket.holdsSlot.withLock { held in
          defer { held = true }
          return held
        }
        if hadOne { state.queues[name]?.release(entrant.ticket) }
        if case .goOn(let id) = entrant.purpose, let continuation = state.standing.removeValue(forKey: id) {
          going.append(continuation)
        }
      }
      return (entrants, nextLook, going)
    }
    for continuation in going { continuation.resume() }
    for entrant in entrants { if case .begin = entrant.purpose { begin(entrant.ticket) } }
    if let nextLook {
      _ = time.schedule(after: nextLook - time.now) { [weak self] in self?.admitNext(name) }
    }
  }
}
