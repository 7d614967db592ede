public import Juggler

/// What happened, in order, while a process was killed and started again, seen from outside of it.
public struct CrashRecord: Sendable {
  /// A side effect of a run. Its name is that of the step that performs it, once in a run.
  public struct Effect: Sendable, Hashable, CustomStringConvertible {
    public var run: RunID
    public var name: String

    public init(run: RunID, name: String) {
      self.run = run
      self.name = name
    }

    public var description: String { "'\(name)' of run \(run)" }
  }

  public enum Event: Sendable, Hashable {
    /// The service was asked for the effect.
    case performed(Effect, process: Int, attempt: Int)
    /// A process that had performed the effect was told that it is durable, and went on.
    case acknowledged(Effect, process: Int)
    case killed(process: Int)
    /// The process ended by itself.
    case exited(process: Int)
    /// This effect's outcome was in the journal, and no process was running.
    case journaled(Effect)
  }

  public private(set) var events: [Event] = []
  private(set) var acknowledgements: [Int: Int] = [:]
  private var journaled: Set<Effect> = []

  public init() {}

  public init(_ events: [Event]) {
    for event in events { append(event) }
  }

  public mutating func append(_ event: Event) {
    switch event {
    case .acknowledged(_, let process): acknowledgements[process, default: 0] += 1
    case .journaled(let effect):
      guard journaled.insert(effect).inserted else { return }
    case .performed, .killed, .exited: break
    }
    events.append(event)
  }

  public var kills: Int { events.count { if case .killed = $0 { true } else { false } } }
}
