package import Juggler

/// Several monitors as one.
package final class Monitors: EngineMonitor {
  private let monitors: [any EngineMonitor]

  package init(_ monitors: [any EngineMonitor]) { self.monitors = monitors }

  package func began(_ run: MonitoredRun) {
    for monitor in monitors { monitor.began(run) }
  }

  package func stopped(_ run: MonitoredRun, _ outcome: RunOutcome?, at time: Timestamp) {
    for monitor in monitors { monitor.stopped(run, outcome, at: time) }
  }

  package func committed(_ entries: [JournalEntry], in duration: Duration, error: StoreError?) {
    for monitor in monitors { monitor.committed(entries, in: duration, error: error) }
  }

  package func committed(_ entry: JournalEntry) {
    for monitor in monitors { monitor.committed(entry) }
  }
}
