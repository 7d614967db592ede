import CoreMetrics
import Synchronization

/// Counts events: an atomic addition each.
package final class CounterSeries: CounterHandler, MetricSeries {
  private let count = Atomic<Int64>(0)

  package init() {}

  package func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  package func increment() { count.wrappingAdd(1, ordering: .relaxed) }
  package func reset() { count.store(0, ordering: .relaxed) }
  package var value: MetricValue { .integer(count.load(ordering: .relaxed)) }
}

package final class FloatingPointCounterSeries: FloatingPointCounterHandler, MetricSeries {
  private let total = AtomicDouble()

  package func increment(by amount: Double) { total.add(amount) }
  package func reset() { total.store(0) }
  package var value: MetricValue { .double(total.load()) }
}

/// A value that goes up and down.
package final class GaugeSeries: MeterHandler, RecorderHandler, MetricSeries {
  private let current = AtomicDouble()

  package init() {}

  package func set(_ value: Int64) { current.store(Double(value)) }
  package func set(_ value: Double) { current.store(value) }
  package func increment(by amount: Double) { current.add(amount) }
  package func decrement(by amount: Double) { current.add(-amount) }
  package func record(_ value: Int64) { set(value) }
  package func record(_ value: Double) { set(value) }
  package var value: MetricValue { .double(current.load()) }
}

/// A value that is looked up when it is wanted.
final class ObservedSeries: MetricSeries {
  private let look: @Sendable () -> Double

  init(_ look: @escaping @Sendable () -> Double) { self.look = look }

  var value: MetricValue { .double(look()) }
}

/// A number that several threads change.
struct AtomicDouble: ~Copyable, Sendable {
  private let bits = Atomic<UInt64>(0)

  func load() -> Double { Double(bitPattern: bits.load(ordering: .relaxed)) }
  func store(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

  func add(_ amount: Double) {
    var old = bits.load(ordering: .relaxed)
    while true {
      let new = (Double(bitPattern: old) + amount).bitPattern
      let (isExchanged, current) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
      if isExchanged { return }
      old = current
    }
  }
}
