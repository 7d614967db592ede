import CoreMetrics
import Synchronization

/// Counters side by side, of a number that is known when they are made.
struct AtomicCounters: ~Copyable, @unchecked Sendable {
  private let counters: UnsafeMutablePointer<Atomic<Int>>
  let count: Int

  init(count: Int) {
    self.count = count
    counters = .allocate(capacity: count)
    for index in 0..<count { (counters + index).initialize(to: Atomic(0)) }
  }

  deinit {
    counters.deinitialize(count: count)
    counters.deallocate()
  }

  func increment(at index: Int) {
    precondition(index < count)
    counters[index].wrappingAdd(1, ordering: .relaxed)
  }

  var values: [Int] { (0..<count).map { counters[$0].load(ordering: .relaxed) } }
}

/// Durations by fixed buckets: an event costs a search among a few bounds and two atomic additions.
package final class TimerSeries: TimerHandler, MetricSeries {
  private let bounds: [Double]
  private let nanosecondBounds: [Int64]
  private let counters: AtomicCounters
  private let sum = Atomic<Int64>(0)

  /// - Parameter bounds: upper bounds in seconds, ascending.
  package init(bounds: [Double]) {
    self.bounds = bounds
    nanosecondBounds = bounds.map { Int64(($0 * 1e9).rounded()) }
    counters = AtomicCounters(count: bounds.count + 1)
  }

  package func recordNanoseconds(_ duration: Int64) {
    var bucket = 0
    while bucket < nanosecondBounds.count, duration > nanosecondBounds[bucket] { bucket += 1 }
    counters.increment(at: bucket)
    sum.wrappingAdd(duration, ordering: .relaxed)
  }

  package var value: MetricValue {
    .histogram(
      Histogram(bounds: bounds, counts: counters.values, sum: Double(sum.load(ordering: .relaxed)) / 1e9))
  }
}

/// Values by fixed buckets.
package final class HistogramSeries: RecorderHandler, MetricSeries {
  private let bounds: [Double]
  private let counters: AtomicCounters
  private let sum = AtomicDouble()

  /// - Parameter bounds: upper bounds, ascending.
  package init(bounds: [Double]) {
    self.bounds = bounds
    counters = AtomicCounters(count: bounds.count + 1)
  }

  package func record(_ value: Int64) { record(Double(value)) }

  package func record(_ value: Double) {
    var bucket = 0
    while bucket < bounds.count, value > bounds[bucket] { bucket += 1 }
    counters.increment(at: bucket)
    sum.add(value)
  }

  package var value: MetricValue {
    .histogram(Histogram(bounds: bounds, counts: counters.values, sum: sum.load()))
  }
}
