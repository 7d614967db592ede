package import CoreMetrics
import Synchronization

/// The metrics of this process, kept in memory for Prometheus to fetch; the backend of swift-metrics here.
///
/// A metric is made once and then costs an atomic addition for each event. Names become what Prometheus wants: other
/// characters than letters, digits, `_` and `:` turn into `_`, counters end in `_total`, timers in `_seconds`.
package final class PrometheusRegistry: Sendable {
  /// So many series of one name are kept; of more, only how many there were.
  package let seriesLimit: Int
  private let families = Mutex<[String: MetricFamily]>([:])
  private let refused = Atomic(0)

  package init(seriesLimit: Int = 2000) { self.seriesLimit = seriesLimit }

  /// Finds or makes the series of these labels. One that cannot be exported, since its name is in use for another kind of
  /// metric or has too many series, counts for nobody.
  func series<Series: MetricSeries>(
    _ name: String, _ kind: MetricKind, help: String?, labels: [(String, String)], make: () -> Series
  ) -> Series {
    let labels = MetricLabels(labels)
    let found: Series? = families.withLock { families in
      var family = families[name] ?? MetricFamily(name: name, kind: kind)
      if let help { family.help = help }
      if let known = family.series[labels] {
        families[name] = family
        return family.kind == kind ? known as? Series : nil
      }
      guard family.kind == kind, family.series.count < seriesLimit else { return nil }
      let new = make()
      family.series[labels] = new
      families[name] = family
      return new
    }
    if let found { return found }
    refused.wrappingAdd(1, ordering: .relaxed)
    return make()
  }

  func remove(_ series: AnyObject) {
    families.withLock { families in
      for (name, family) in families {
        guard let labels = family.series.first(where: { $0.value === series })?.key else { continue }
        families[name]?.series[labels] = nil
        return
      }
    }
  }

  /// Says in the exposition what a metric is.
  package func describe(_ name: String, _ help: String) {
    families.withLock { $0[name]?.help = help }
  }

  /// Every metric as it is now, in the order of the names.
  func snapshot() -> [MetricFamily] {
    var all = families.withLock { Array($0.values) }.filter { !$0.series.isEmpty }
    let count = refused.load(ordering: .relaxed)
    if count > 0 {
      let series = CounterSeries()
      series.increment(by: Int64(count))
      all.append(
        MetricFamily(
          name: "juggler_metrics_refused_total", kind: .counter,
          help: "Series that are not kept: too many of one name, or a name of two kinds.",
          series: [MetricLabels([]): series]))
    }
    return all.sorted { $0.name < $1.name }
  }
}

// MARK: Making metrics, with a description

extension PrometheusRegistry {
  package func counter(_ name: String, _ help: String, _ labels: [(String, String)] = []) -> CounterSeries {
    series(MetricName.counter(name), .counter, help: help, labels: labels) { CounterSeries() }
  }

  package func gauge(_ name: String, _ help: String, _ labels: [(String, String)] = []) -> GaugeSeries {
    series(MetricName.valid(name), .gauge, help: help, labels: labels) { GaugeSeries() }
  }

  /// A histogram of durations.
  package func timer(
    _ name: String, _ help: String, _ labels: [(String, String)] = [], bounds: [Double] = Histogram.latencyBounds
  ) -> TimerSeries {
    series(MetricName.timer(name), .histogram, help: help, labels: labels) { TimerSeries(bounds: bounds) }
  }

  package func histogram(
    _ name: String, _ help: String, _ labels: [(String, String)] = [], bounds: [Double]
  ) -> HistogramSeries {
    series(MetricName.valid(name), .histogram, help: help, labels: labels) { HistogramSeries(bounds: bounds) }
  }

  /// A value that is looked up when somebody fetches the metrics, and costs nothing until then.
  package func observed(
    _ name: String, _ help: String, _ labels: [(String, String)] = [], isCounter: Bool = false,
    _ value: @escaping @Sendable () -> Double
  ) {
    let name = isCounter ? MetricName.counter(name) : MetricName.valid(name)
    _ = series(name, isCounter ? .counter : .gauge, help: help, labels: labels) { ObservedSeries(value) }
  }
}

// MARK: swift-metrics

extension PrometheusRegistry: MetricsFactory {
  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(MetricName.counter(label), .counter, help: nil, labels: dimensions) { CounterSeries() }
  }

  package func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(MetricName.counter(label), .counter, help: nil, labels: dimensions) { FloatingPointCounterSeries() }
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(MetricName.valid(label), .gauge, help: nil, labels: dimensions) { GaugeSeries() }
  }

  package func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    if aggregate {
      return series(MetricName.valid(label), .histogram, help: nil, labels: dimensions) {
        HistogramSeries(bounds: Histogram.valueBounds)
      }
    }
    return series(MetricName.valid(label), .gauge, help: nil, labels: dimensions) { GaugeSeries() }
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(MetricName.timer(label), .histogram, help: nil, labels: dimensions) {
      TimerSeries(bounds: Histogram.latencyBounds)
    }
  }

  package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
  package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
