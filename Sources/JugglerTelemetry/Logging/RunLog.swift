package import Juggler
package import Logging
import Tracing

/// Logs what becomes of runs, at `info`, and of their tasks, at `debug`.
package final class RunLog: EngineMonitor, RunObserver {
  private let log: Logger

  package init(_ log: Logger = Logger(label: "juggler.runs")) { self.log = log }

  package func began(_ run: MonitoredRun) {
    log.debug("\(run.isReplayed ? "resumed" : "started")", metadata: metadata(of: run))
  }

  package func stopped(_ run: MonitoredRun, _ outcome: RunOutcome?, at time: Timestamp) {
    guard log.logLevel <= .info else { return }
    var metadata = metadata(of: run)
    metadata["ms"] = "\(Double((time.nanoseconds - run.startedAt.nanoseconds) / 1000) / 1000)"
    switch outcome {
    case .completed: log.info("completed", metadata: metadata)
    case .cancelled: log.info("cancelled", metadata: metadata)
    case .continued(let next):
      metadata["as"] = "\(next)"
      log.info("continued", metadata: metadata)
    case .faulted(let fault):
      metadata.merge(Self.metadata(of: fault)) { _, last in last }
      log.info("faulted", metadata: metadata)
    case nil: log.debug("left", metadata: metadata)
    }
  }

  package func committed(_ entries: [JournalEntry], in duration: Duration, error: StoreError?) {}
  package func committed(_ entry: JournalEntry) {}

  package func observe(_ event: RunEvent) {
    guard let task = event.task, log.logLevel <= .debug else { return }
    var metadata: Logger.Metadata = [
      "run": "\(event.run)", "task": "\(task.name)", "step": "\(StepID(task: task.reference, scope: task.scope))",
    ]
    if let fault = event.fault { metadata.merge(Self.metadata(of: fault)) { _, last in last } }
    if let delay = event.delay { metadata["delay"] = "\(delay)" }
    log.debug("task \(event.kind.rawValue)", metadata: metadata)
  }

  private func metadata(of run: MonitoredRun) -> Logger.Metadata {
    var metadata: Logger.Metadata = ["run": "\(run.id)", "workflow": "\(run.workflow)"]
    if let trace = TraceContext(tags: run.tags) { metadata["trace"] = "\(trace.trace)" }
    return metadata
  }

  private static func metadata(of fault: Fault) -> Logger.Metadata {
    var metadata: Logger.Metadata = ["error": "\(fault.type)", "status": "\(fault.status)"]
    if let detail = fault.detail { metadata["detail"] = "\(detail)" }
    if let instance = fault.instance { metadata["step"] = "\(instance)" }
    return metadata
  }
}

extension Logger.MetadataProvider {
  /// The trace in which a message is logged.
  package static var trace: Logger.MetadataProvider {
    Logger.MetadataProvider {
      guard let trace = InstrumentationContext.current?.trace else { return [:] }
      return ["trace": "\(trace.trace)", "span": "\(trace.span)"]
    }
  }
}
