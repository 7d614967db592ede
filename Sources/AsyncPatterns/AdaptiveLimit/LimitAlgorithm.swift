/// How a concurrency limit follows what it sees.
public enum LimitAlgorithm: Sendable, Equatable {
  /// Additive increase, multiplicative decrease: one more for each full round of good calls, times `backoff` when a call
  /// was dropped or took longer than `latencyLimit`. As TCP does.
  case aimd(backoff: Double = 0.9, latencyLimit: Duration? = nil)
  /// Compares the latency of now, over some 20 calls, with the lowest seen lately: when calls take more than `tolerance`
  /// times as long, a queue builds up somewhere, and the limit shrinks in that proportion. After 1,000 calls the lowest
  /// latency is measured anew, with half the limit for that moment. After Netflix's `GradientLimit`.
  case gradient(tolerance: Double = 1.5, smoothing: Double = 0.4)
}

/// How a call ended, as far as a limit is concerned.
public enum LimitSample: Sendable, Equatable {
  /// It was answered after so long.
  case answered(after: Duration)
  /// It was refused or timed out: there was no room for it.
  case dropped
  /// It says nothing about load: it was cancelled, or failed for other reasons.
  case ignored
}
