extension RunRecord {
  /// The record that a `runStarted` entry makes; `nil` for other entries.
  public init?(_ entry: JournalEntry, by owner: OwnerID?) {
    guard case .runStarted(let start) = entry.kind else { return nil }
    self.init(
      id: entry.run, workflow: start.workflow, digest: start.digest, status: start.status, input: start.input,
      createdAt: entry.at, startedAt: start.status == .running ? entry.at : nil, parent: start.parent,
      forkedFrom: start.forkedFrom, continues: start.continues, tags: start.tags, priority: start.priority,
      idempotencyKey: start.idempotencyKey, concurrencyKey: start.concurrencyKey,
      owner: start.isUnowned ? nil : owner)
  }

  /// Changes as an entry says that is appended to the run's journal. Every store does just this.
  ///
  /// A `runStarted` and what belongs to steps (`stepEnded`, `timerSet`, `childStarted`) change nothing. A signal leaves the
  /// request `wake`, so that it is never missed.
  public mutating func apply(_ entry: JournalEntry) {
    switch entry.kind {
    case .runStarted, .stepEnded, .timerSet, .childStarted: break
    case .signalReceived: ask(.wake)
    case .moved(let status, let wakesAt): move(to: status, wakesAt: wakesAt, at: entry.at)
    case .halted(let fault):
      move(to: .suspended, wakesAt: nil, at: entry.at)
      error = fault
    case .retried:
      output = nil
      endedAt = nil
      request = nil
      move(to: .pending, wakesAt: nil, at: entry.at)
    case .runEnded(let outcome):
      status = outcome.status
      endedAt = entry.at
      wakesAt = nil
      owner = nil
      request = nil
      error = nil
      switch outcome {
      case .completed(let value): output = value
      case .faulted(let fault): error = fault
      case .continued(let successor): continuedAs = successor
      case .cancelled: break
      }
    }
  }

  /// Leaves a request, unless there is a stronger one or the run is over.
  public mutating func ask(_ request: RunRequest) {
    if !status.isFinal { self.request = max(self.request ?? request, request) }
  }

  private mutating func move(to status: RunStatus, wakesAt: Timestamp?, at time: Timestamp) {
    self.status = status
    self.wakesAt = wakesAt
    error = nil
    switch status {
    case .running: startedAt = startedAt ?? time
    case .waiting, .pending: owner = nil
    case .suspended:
      owner = nil
      if request == .suspend { request = nil }
    case .cancelled, .faulted, .completed: break
    }
  }

  /// Whether somebody should drive the run now: it has no owner, is not final, and
  /// - is pending or running, or
  /// - is waiting and `wakesAt` is `now` or before, or
  /// - is waiting and has a request, or is suspended and has the request `cancel`.
  @inline(__always)
  public func isDue(at now: Timestamp) -> Bool {
    guard owner == nil else { return false }
    switch status {
    case .pending, .running: return true
    case .waiting: return request != nil || wakesAt.map { $0 <= now } ?? false
    case .suspended: return request == .cancel
    case .cancelled, .faulted, .completed: return false
    }
  }
}
