public import CoreMetrics

/// Counts what policies decide, with swift-metrics.
///
/// A counter `policy_events` for each kind of event, with the dimensions `policy` and `event` (``PolicyEvent/name``); for an
/// adaptive limit also a meter `policy_limit`. All are made when the observer is, so that an event costs an increment.
///
/// - Parameters:
///   - policy: What the policy is called in the metrics.
///   - factory: Where the metrics go; the process's own without it.
public func metricsObserver(_ policy: String, factory: any MetricsFactory = MetricsSystem.factory) -> PolicyObserver {
  let counters = Dictionary(
    uniqueKeysWithValues: PolicyEvent.names.map { name in
      (name, Counter(label: "policy_events", dimensions: [("policy", policy), ("event", name)], factory: factory))
    })
  let limit = Meter(label: "policy_limit", dimensions: [("policy", policy)], factory: factory)
  return { event in
    counters[event.name]?.increment()
    if case .limitChanged(_, let current) = event { limit.set(current) }
  }
}

extension PolicyEvent {
  /// Every name that an event may have.
  public static let names = ["retry", "timeout", "circuit", "rejection", "limit", "hedge", "fallback", "fault"]
}
