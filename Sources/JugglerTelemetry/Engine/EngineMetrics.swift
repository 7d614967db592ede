import AsyncPatterns
package import Juggler
import Synchronization

/// Counts and measures what an engine does.
///
/// What concerns runs is labelled by workflow; the metrics of a workflow are looked up once a run, in a table that is
/// only ever added to.
package final class EngineMetrics: EngineMonitor {
  private let registry: PrometheusRegistry
  private struct Known {
    var all: [WorkflowReference: WorkflowMetrics] = [:]
    /// Comparing a reference takes a fraction of what hashing it does, and runs of one workflow come in rows.
    var last: (workflow: WorkflowReference, metrics: WorkflowMetrics)?
  }

  private let workflows = Mutex(Known())
  private let steps: StepMetrics
  private let journal: JournalMetrics

  package init(_ registry: PrometheusRegistry) {
    self.registry = registry
    steps = StepMetrics(registry)
    journal = JournalMetrics(registry)
  }

  /// Adds what can be looked up at any time.
  package func observe(_ engine: Engine) {
    registry.observed("juggler_runs_active", "Runs under way.") { [weak engine] in Double(engine?.load.active ?? 0) }
    registry.observed("juggler_runs_queued", "Runs that wait for their turn.") { [weak engine] in
      Double(engine?.load.queued ?? 0)
    }
    let pool = engine.cpuPool
    registry.observed("juggler_cpu_pool_threads", "Threads for computing.") { Double(pool.metrics.threads) }
    registry.observed("juggler_cpu_pool_busy", "Threads that compute.") { Double(pool.metrics.busy) }
    registry.observed("juggler_cpu_pool_queued", "Jobs that wait for a thread for computing.") {
      Double(pool.metrics.queued)
    }
    registry.observed("juggler_cpu_pool_jobs_total", "Jobs done by threads for computing.", isCounter: true) {
      Double(pool.metrics.completed)
    }
  }

  package func began(_ run: MonitoredRun) {
    let metrics = metrics(of: run.workflow)
    (run.isReplayed ? metrics.resumed : metrics.started).increment()
  }

  package func stopped(_ run: MonitoredRun, _ outcome: RunOutcome?, at time: Timestamp) {
    guard let outcome else { return }
    let metrics = metrics(of: run.workflow)
    let ended =
      switch outcome {
      case .completed: metrics.completed
      case .faulted: metrics.faulted
      case .cancelled: metrics.cancelled
      case .continued: metrics.continued
      }
    ended.increment()
    metrics.duration.recordNanoseconds(time.nanoseconds - run.startedAt.nanoseconds)
  }

  package func committed(_ entries: [JournalEntry], in duration: Duration, error: StoreError?) {
    journal.committed(entries.count, in: duration, error: error)
    guard error == nil else { return }
    for entry in entries { steps.count(entry) }
  }

  package func committed(_ entry: JournalEntry) {
    journal.committed()
    steps.count(entry)
  }

  private func metrics(of workflow: WorkflowReference) -> WorkflowMetrics {
    workflows.withLock { workflows in
      if let last = workflows.last, last.workflow == workflow { return last.metrics }
      let metrics = workflows.all[workflow] ?? WorkflowMetrics(workflow, registry)
      workflows.all[workflow] = metrics
      workflows.last = (workflow, metrics)
      return metrics
    }
  }
}

/// The metrics of one version of a workflow.
private final class WorkflowMetrics: Sendable {
  let started, resumed, completed, faulted, cancelled, continued: CounterSeries
  let duration: TimerSeries

  init(_ workflow: WorkflowReference, _ registry: PrometheusRegistry) {
    let labels = [("namespace", workflow.namespace), ("workflow", workflow.name), ("version", workflow.version)]
    started = registry.counter("juggler_runs_started_total", "Runs that began.", labels)
    resumed = registry.counter(
      "juggler_runs_resumed_total", "Runs that went on after a restart, a suspension or a long wait.", labels)
    func ended(_ status: String) -> CounterSeries {
      registry.counter("juggler_runs_ended_total", "Runs that ended, by how.", labels + [("status", status)])
    }
    completed = ended("completed")
    faulted = ended("faulted")
    cancelled = ended("cancelled")
    continued = ended("continued")
    duration = registry.timer(
      "juggler_run_duration_seconds", "From when a run first began to its end, waits included.", labels)
  }
}

private struct StepMetrics: Sendable {
  let completed, faulted: CounterSeries
  let duration: TimerSeries

  init(_ registry: PrometheusRegistry) {
    func ended(_ status: String) -> CounterSeries {
      registry.counter("juggler_steps_ended_total", "Journaled effects that ended, by how.", [("status", status)])
    }
    completed = ended("completed")
    faulted = ended("faulted")
    duration = registry.timer("juggler_step_duration_seconds", "How long effects took, without their commit.")
  }

  func count(_ entry: JournalEntry) {
    guard case .stepEnded(_, let outcome) = entry.kind else { return }
    switch outcome {
    case .completed: completed.increment()
    case .faulted: faulted.increment()
    }
    if let since = entry.since { duration.recordNanoseconds(entry.at.nanoseconds - since.nanoseconds) }
  }
}

private struct JournalMetrics: Sendable {
  let batch: HistogramSeries
  let duration: TimerSeries
  let failures: CounterSeries

  init(_ registry: PrometheusRegistry) {
    batch = registry.histogram(
      "juggler_journal_batch_entries", "Journal entries committed together.", bounds: Histogram.valueBounds)
    duration = registry.timer("juggler_journal_commit_seconds", "How long the store took for a commit.")
    failures = registry.counter("juggler_journal_failures_total", "Commits that the store refused.")
  }

  /// One entry, at once.
  func committed() {
    batch.record(1.0)
    duration.recordNanoseconds(0)
  }

  func committed(_ count: Int, in length: Duration, error: StoreError?) {
    guard error == nil else { return failures.increment() }
    batch.record(Double(count))
    let (seconds, attoseconds) = length.components
    duration.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
