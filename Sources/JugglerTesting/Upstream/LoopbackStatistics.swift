/// What the loopback upstream has seen so far.
public struct LoopbackStatistics: Sendable, Hashable {
  /// Requests received whole.
  public internal(set) var received = 0
  /// Responses sent whole.
  public internal(set) var answered = 0
  /// Requests whose client closed the connection before it had the whole response.
  public internal(set) var abandoned = 0
  /// Requests received and not yet answered or abandoned.
  public internal(set) var active = 0
  /// The most requests that were active at once.
  public internal(set) var mostActive = 0
  /// Connections accepted.
  public internal(set) var connections = 0
}
