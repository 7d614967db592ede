import Synchronization

/// Refuses work early, the least important first, before everything becomes slow.
///
/// Below `start` of a priority everything goes through; from there on an ever larger share of it is refused, until at
/// full load none goes through. Priorities start at different loads, so the less important ones make room.
///
/// ```swift
/// let shedder = LoadShedder(capacity: 200)
/// let page = try await shedder.run(priority: .low) { try await recommendations() }
/// ```
public final class LoadShedder: Sendable {
  /// From what load on a priority is refused in part, and from what load on in full. 1 is the capacity.
  public struct Thresholds: Sendable, Equatable {
    public var start: Double
    public var full: Double

    public init(start: Double, full: Double) {
      self.start = start
      self.full = max(start, full)
    }

    /// The share to refuse.
    func share(at load: Double) -> Double {
      if load < start { return 0 }
      if load >= full { return 1 }
      return (load - start) / (full - start)
    }
  }

  private let capacity: Int
  private let externalLoad: @Sendable () -> Double
  private let thresholds: [AsyncSemaphore.Priority: Thresholds]
  private let random: @Sendable () -> Double
  private let observe: PolicyObserver?
  private let running = Atomic<Int>(0)

  /// What each priority begins with: low at half load, normal at 80 %, high only at full load.
  public static let defaultThresholds: [AsyncSemaphore.Priority: Thresholds] = [
    .low: Thresholds(start: 0.5, full: 0.8),
    .normal: Thresholds(start: 0.8, full: 1),
    .high: Thresholds(start: 1, full: 1.2),
  ]

  /// - Parameters:
  ///   - capacity: How many calls at a time are full load.
  ///   - externalLoad: Another measure of load, 1 being full: CPU, memory, length of a queue. The greater of both counts.
  ///   - thresholds: When each priority is refused; those not named never are.
  ///   - random: A number from 0 to 1, that decides which of a priority's calls are refused.
  ///   - observe: Is told of every refusal.
  public init(
    capacity: Int,
    externalLoad: @escaping @Sendable () -> Double = { 0 },
    thresholds: [AsyncSemaphore.Priority: Thresholds] = LoadShedder.defaultThresholds,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    observe: PolicyObserver? = nil
  ) {
    self.capacity = max(1, capacity)
    self.externalLoad = externalLoad
    self.thresholds = thresholds
    self.random = random
    self.observe = observe
  }

  /// The load of now: 1 is full.
  public var load: Double {
    max(Double(running.load(ordering: .relaxed)) / Double(capacity), externalLoad())
  }

  /// Runs the operation, unless the load is too high for its priority.
  ///
  /// - Throws: ``OverloadedError`` when it is refused; else what the operation throws.
  public func run<R>(
    priority: AsyncSemaphore.Priority = .normal,
    isolation: isolated (any Actor)? = #isolation,
    _ operation: () async throws -> R
  ) async throws -> R {
    let load = load
    let share = thresholds[priority]?.share(at: load) ?? 0
    if share > 0, random() < share {
      let error = OverloadedError(load: load)
      observe?(.rejected(error))
      throw error
    }
    running.add(1, ordering: .relaxed)
    defer { running.subtract(1, ordering: .relaxed) }
    return try await operation()
  }
}

/// A call was refused, because the load was too high for its priority.
public struct OverloadedError: Error, Equatable, CustomStringConvertible {
  /// The load: 1 is full.
  public var load: Double

  public init(load: Double) {
    self.load = load
  }

  public var description: String {
    "overloaded: at \(Int((load * 100).rounded())) % load this call was not made; try again later"
  }
}
