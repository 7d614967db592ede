/// Estimates a concurrency limit from how calls end. Pure state.
struct LimitEstimator {
  private let algorithm: LimitAlgorithm
  private let range: ClosedRange<Double>
  private var estimate: Double
  private var round = Round()
  /// The lowest average latency of a round since it was last measured anew, in seconds.
  private var lowest = Double.infinity
  private var roundsUntilMeasured = Self.roundsBetweenMeasurements

  /// Averages over some calls tell load from the chance of a single call.
  private struct Round {
    var calls = 0
    var seconds = 0.0
    var mostInFlight = 0
  }

  private static let callsInRound = 20
  private static let roundsBetweenMeasurements = 50

  init(_ algorithm: LimitAlgorithm, initial: Int, range: ClosedRange<Int>) {
    self.algorithm = algorithm
    self.range = Double(max(1, range.lowerBound))...Double(max(1, range.upperBound))
    estimate = min(max(Double(initial), self.range.lowerBound), self.range.upperBound)
  }

  var limit: Int { Int(estimate) }

  /// Learns from a call.
  ///
  /// - Parameter inFlight: How many calls were under way, this one included. A limit that is not even half used cannot
  ///   be too small, so it does not grow.
  mutating func learn(from sample: LimitSample, inFlight: Int) {
    switch (algorithm, sample) {
    case (_, .ignored): return
    case (.aimd(let backoff, let latencyLimit), _):
      if case .answered(let latency) = sample, latencyLimit.map({ latency <= $0 }) ?? true {
        if Double(inFlight) * 2 >= estimate { estimate += 1 / estimate }
      } else {
        estimate *= backoff
      }
    case (.gradient, .dropped):
      estimate *= 0.9
    case (.gradient(let tolerance, let smoothing), .answered(let latency)):
      follow(latency.inSeconds, tolerance: tolerance, smoothing: smoothing, inFlight: inFlight)
    }
    estimate = min(max(estimate, range.lowerBound), range.upperBound)
  }

  private mutating func follow(_ latency: Double, tolerance: Double, smoothing: Double, inFlight: Int) {
    round.calls += 1
    round.seconds += max(latency, 1e-9)
    round.mostInFlight = max(round.mostInFlight, inFlight)
    guard round.calls == Self.callsInRound else { return }
    defer { round = Round() }
    let average = round.seconds / Double(round.calls)
    lowest = min(lowest, average)
    let isHardlyUsed = Double(round.mostInFlight) * 2 < estimate
    roundsUntilMeasured -= 1
    if roundsUntilMeasured == 0 {
      // With half the calls any queue empties, and the latency is that of the other side alone.
      (lowest, roundsUntilMeasured) = (.infinity, Self.roundsBetweenMeasurements)
      if !isHardlyUsed { estimate /= 2 }
      return
    }
    if isHardlyUsed { return }
    let gradient = max(0.5, min(1, tolerance * lowest / average))
    // Room for a small queue, so that the limit can grow at all while the gradient is 1.
    let target = estimate * gradient + estimate.squareRoot()
    estimate += (target - estimate) * smoothing
  }
}
