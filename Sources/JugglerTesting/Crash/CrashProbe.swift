public import AsyncPatterns
public import JSON
public import Juggler
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The end of a `CrashHarness` in the process that it kills.
///
/// The process wraps its store with `wrap(_:)` and performs the effects of its workflows with `step`. It writes nothing
/// else to its standard output, and exits with 0 once there is nothing left to do.
public struct CrashProbe: Sendable {
  enum Variable {
    static let service = "JUGGLER_CRASH_SERVICE"
    static let process = "JUGGLER_CRASH_PROCESS"
    static let point = "JUGGLER_CRASH_POINT"
  }

  /// Which of the processes that the harness started this is, from 1.
  public let process: Int
  private let service: String
  private let point: CrashPoint?

  /// `nil` when no harness started this process.
  public init?() {
    func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    guard let service = variable(Variable.service), let process = variable(Variable.process).flatMap({ Int($0) }) else {
      return nil
    }
    self.service = service
    self.process = process
    point = variable(Variable.point).flatMap(CrashPoint.init)
  }

  /// The store, or one that kills this process where the harness says so.
  public func wrap(_ store: any RunStore) -> any RunStore {
    guard let point else { return store }
    return FaultingStore(store, killingAt: point.write, point.moment)
  }

  /// Performs a side effect as a step of a run.
  ///
  /// - Parameters:
  ///   - name: once in the whole run: letters, digits, `-` and `_`.
  ///   - perform: asks the service at this URL for the effect (any method), and returns its answer.
  public func step(
    _ name: String, in context: RunContext, retry: RetryPolicy = .never,
    _ perform: @Sendable (_ url: String) async throws -> JSONValue
  ) async throws -> JSONValue {
    let effect = CrashRecord.Effect(run: context.run, name: name)
    let attempts = Atomic(0)
    let output: JSONValue = try await context.step(effect.stepName, retry: retry) {
      let attempt = attempts.wrappingAdd(1, ordering: .relaxed).newValue
      return try await perform(url(of: effect, attempt))
    }
    if attempts.load(ordering: .relaxed) > 0 { acknowledge(effect) }
    return output
  }

  /// Where to ask for an effect.
  public func url(of effect: CrashRecord.Effect, _ attempt: Int) -> String {
    "\(service)/effects/\(process)/\(effect.run)/\(effect.name)/\(attempt)"
  }

  /// One `write`, so that a kill leaves the line or nothing; what was written before a kill is read.
  public func acknowledge(_ effect: CrashRecord.Effect) {
    var line = "acknowledged \(effect.run) \(effect.name)\n"
    line.withUTF8 { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}

/// A moment at which a process kills itself: at a write to its store, counted from 1.
public struct CrashPoint: Sendable, Hashable, CustomStringConvertible {
  public var write: Int
  public var moment: FaultingStore.Moment

  public init(_ write: Int, _ moment: FaultingStore.Moment) {
    self.write = write
    self.moment = moment
  }

  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, let write = Int(words[0]), let moment = FaultingStore.Moment(rawValue: String(words[1]))
    else { return nil }
    self.init(write, moment)
  }

  public var description: String { "\(write) \(moment.rawValue)" }
}
