import AsyncHTTPClient
import AsyncPatterns
import Logging
import ServiceLifecycle
import Synchronization

/// Sends spans to a collector, in batches. What it cannot send in time is dropped and counted: traces never hold up what
/// they are of.
package final class OTLPSpanExporter<C: Clock<Duration>>: SpanSink, Service, CustomStringConvertible {
  /// For logs; the destination may hold secrets.
  package var description: String { "trace export" }

  package struct Limits: Sendable {
    /// Spans that wait; more are dropped.
    package var queue = 16_384
    /// Spans of one request.
    package var batch = 512
    /// How long a span waits for others at most.
    package var interval = Duration.seconds(2)
    /// How long the last requests may take at a shutdown.
    package var flush = Duration.seconds(5)

    package init() {}
  }

  private let sender: OTLPSender<C>
  private let limits: Limits
  private let resource: OTLPJSON.Resource
  private let clock: C
  private let queue = Mutex<[SpanRecord]>([])
  private let (bells, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  private let exported: CounterSeries
  private let overflowed: CounterSeries
  private let failed: CounterSeries
  private let log = Logger(label: "juggler.otlp")

  package init(
    _ destination: OTLPDestination, resource: OTLPJSON.Resource, clock: C, limits: Limits = Limits(),
    registry: PrometheusRegistry
  ) {
    sender = OTLPSender(destination: destination, client: destination.certificates.makeClient(), clock: clock)
    self.limits = limits
    self.resource = resource
    self.clock = clock
    exported = registry.counter("juggler_otlp_spans_exported_total", "Spans that the collector took.")
    func dropped(_ reason: String) -> CounterSeries {
      registry.counter(
        "juggler_otlp_spans_dropped_total", "Spans that were not exported, by why.", [("reason", reason)])
    }
    overflowed = dropped("queue_full")
    failed = dropped("not_taken")
  }

  package func take(_ span: SpanRecord) {
    let count = queue.withLock { queue in
      guard queue.count < limits.queue else { return Int.max }
      queue.append(span)
      return queue.count
    }
    if count == .max { return overflowed.increment() }
    if count % limits.batch == 0 { bell.yield() }
  }

  /// Exports until the server shuts down, then what is left.
  package func run() async throws {
    await withDiscardingTaskGroup { group in
      group.addTask { [self] in
        while (try? await clock.sleep(for: limits.interval)) != nil { bell.yield() }
      }
      for await _ in bells.cancelOnGracefulShutdown() { await exportAll(untilEmpty: false) }
      group.cancelAll()
    }
    _ = try? await withTimeout(limits.flush, clock: clock) { await exportAll(untilEmpty: true) }
    failed.increment(by: Int64(queue.withLock { $0.count }))
    try await sender.client.shutdown()
  }

  /// - Parameter untilEmpty: whether also what comes meanwhile; otherwise that waits for more of its like.
  private func exportAll(untilEmpty: Bool) async {
    while !Task.isCancelled {
      let batch = queue.withLock { queue in
        let batch = Array(queue.prefix(limits.batch))
        queue.removeFirst(batch.count)
        return batch
      }
      if batch.isEmpty { return }
      await export(batch)
      if batch.count < limits.batch, !untilEmpty { return }
    }
  }

  private func export(_ batch: [SpanRecord]) async {
    do {
      let body = OTLPJSON.traces(batch, resource: resource, scope: "juggler")
      let refused = try await sender.send(body)
      exported.increment(by: Int64(batch.count - refused))
      failed.increment(by: Int64(refused))
      if refused > 0 { log.warning("the collector refused \(refused) of \(batch.count) spans") }
    } catch {
      failed.increment(by: Int64(batch.count))
      log.warning("\(batch.count) spans were not exported: \(error)")
    }
  }
}
