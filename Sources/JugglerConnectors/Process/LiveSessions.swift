internal import Synchronization

/// The sessions under way in this process, in a table that a signal handler may read.
package enum LiveSessions {
  private static var capacity: Int { 4096 }

  /// The leaders' numbers, 0 where there is none; allocated by `prepare`, never freed. It is no lazy constant, because a
  /// signal handler must not be the first to make one.
  nonisolated(unsafe) private static var table: UnsafeMutablePointer<Atomic<Int32>>?

  private static let prepared: Void = {
    let memory = UnsafeMutablePointer<Atomic<Int32>>.allocate(capacity: capacity)
    for index in 0..<capacity { (memory + index).initialize(to: Atomic(0)) }
    table = memory
  }()

  /// To be called before the first process is started.
  static func prepare() { _ = prepared }

  static func insert(_ leader: Int32) { replace(0, with: leader) }

  static func remove(_ leader: Int32) { replace(leader, with: 0) }

  private static func replace(_ old: Int32, with new: Int32) {
    guard let table else { return }
    for index in 0..<capacity
    where table[index].compareExchange(expected: old, desired: new, ordering: .relaxed).exchanged { return }
  }

  /// Kills every process that connectors have started: for a program that must exit without waiting for its runs. It may
  /// be called by a signal handler.
  package static func killAll() {
    guard let table else { return }
    for index in 0..<capacity {
      let leader = table[index].load(ordering: .relaxed)
      if leader > 1 { _ = platformKill(-leader, 9) }
    }
  }
}
