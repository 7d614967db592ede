import Synchronization

/// Runs leave memory when all they wait for is far away.
extension Engine {
  /// So many idle runs are a crowd: they leave after a tenth of the usual delay, lest memory grow with the runs that begin.
  static let crowd = 1000

  /// Looks after a run in which nothing is in flight.
  ///
  /// - Parameter isShort: whether one of its waits ends soon.
  func watchIdle(_ run: ActiveRun, isShort: Bool) {
    let idle = IdleRun(run: run, word: run.gate.now, since: time.now)
    let isCrowd = tables.withLock { tables in
      if isShort { tables.lingering.append(idle) } else { tables.idle.append(idle) }
      return tables.idle.count == Self.crowd
    }
    if isCrowd { crowding.raise() }
  }

  func parkIdleRuns() async throws {
    let delay = configuration.parkingDelay
    var next = time.now + delay
    while !Task.isCancelled {
      let now = time.now
      if now >= next {
        next = now + delay
        park(quietFor: isCrowded ? delay / 10 : delay, withLingering: true)
      } else if isCrowded {
        park(quietFor: delay / 10, withLingering: false)
      }
      if isCrowded {
        try await time.sleep(for: delay / 10)
      } else {
        await crowding.wait(atMost: next - time.now, on: time)
      }
    }
  }

  private var isCrowded: Bool { tables.withLock { $0.idle.count >= Self.crowd } }

  private func park(quietFor delay: Duration, withLingering: Bool) {
    let now = time.now
    let watched = tables.withLock { tables in
      defer {
        tables.idle = []
        if withLingering { tables.lingering = [] }
      }
      return withLingering ? tables.idle + tables.lingering : tables.idle
    }
    var (idle, lingering): ([IdleRun], [IdleRun]) = ([], [])
    for var entry in watched where entry.run.interruption == nil && !entry.run.hasEnded {
      let (isQuiet, waitsLong) = (entry.run.isQuiet(since: entry.word), entry.run.waitsLong)
      if isQuiet, waitsLong, now - entry.since >= delay {
        entry.run.interrupt(.parked)
      } else if entry.run.staysWatched() {
        if !isQuiet { (entry.word, entry.since) = (entry.run.gate.now, now) }
        if waitsLong { idle.append(entry) } else { lingering.append(entry) }
      }
    }
    tables.withLock { [idle, lingering] tables in
      tables.idle += idle
      tables.lingering += lingering
    }
  }
}
