/// Why an engine stops driving a run that is not over.
enum Interruption: Sendable {
  /// Nothing more happens to it.
  case cancelled
  /// Somebody wants it to stand still.
  case suspended
  /// All that it waits for is far away.
  case parked
  /// The engine ends in good order.
  case shutdown
  /// The run belongs to another engine.
  case deposed
}
