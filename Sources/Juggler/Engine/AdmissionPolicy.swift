/// How many runs of a workflow may be under way.
///
/// A run that waits (for a time, a signal, a child run) does not count, so a limit of 1 never locks a parent and its
/// children out of each other. Of the runs that wait for their turn, those of higher priority come first, then the oldest.
public struct AdmissionPolicy: Sendable, Hashable {
  /// How many at a time; `nil` for any number.
  public var concurrency: Int?
  /// How many at a time that have the same concurrency key.
  public var concurrencyPerKey: Int?
  /// How many may begin in a period of time.
  public var rate: Rate?

  public struct Rate: Sendable, Hashable {
    public var count: Int
    public var period: Duration

    /// - Parameter count: at least 1.
    public init(_ count: Int, per period: Duration) {
      self.count = max(1, count)
      self.period = period
    }
  }

  public init(concurrency: Int? = nil, concurrencyPerKey: Int? = nil, rate: Rate? = nil) {
    self.concurrency = concurrency.map { max(1, $0) }
    self.concurrencyPerKey = concurrencyPerKey.map { max(1, $0) }
    self.rate = rate
  }
}
