import AsyncPatterns
import Synchronization

extension RunContext {
  /// Runs `operation` and cancels it when it takes longer than `limit`; then throws `TimeoutError` once it has ended.
  ///
  /// That the time was up is durable before it is thrown: a replay throws at once, as the first pass did. A limit of a
  /// minute or more keeps its deadline across a restart; a shorter one starts anew, like the effects that it limits.
  public func withTimeout<R>(_ id: StepID, _ limit: Duration, _ operation: () async throws -> R) async throws -> R {
    guard active.recordedOutcome(of: id) == nil else { throw TimeoutError(limit: limit) }
    var remaining = limit
    let isKept = limit >= .seconds(60)
    if isKept {
      let deadline = active.recorded?.deadline(of: id) ?? now + limit
      if active.recordedTimer(of: id) == nil { try await active.append(.timerSet(id, wakesAt: deadline)) }
      remaining = deadline - now
      if remaining <= .zero, limit > .zero { return try await replay(past: deadline, id, limit, operation) }
    }
    let deadline = now + remaining
    active.beginLimit(isKept: isKept)
    do {
      let result = try await active.engine.time.withTimeout(remaining, operation)
      active.endLimit(isKept: isKept)
      return result
    } catch is TimeoutError {
      active.endLimit(isKept: isKept)
      try await expire(id, limit)
    } catch {
      active.endLimit(isKept: isKept, wakesAt: deadline)
      throw error
    }
  }

  /// The deadline passed while nobody drove the run. What `operation` had done until then counts: it fails only when it
  /// wants to do more.
  @inline(never)
  private func replay<R>(
    past time: Timestamp, _ id: StepID, _ limit: Duration, _ operation: () async throws -> R
  ) async throws -> R {
    // An earlier limit around this one that was up as well speaks for both.
    if let outer = PassedDeadline.current, outer.time <= time { return try await operation() }
    let deadline = PassedDeadline(time)
    active.hasPassedDeadlines.store(true, ordering: .relaxed)
    let result: Result<R, any Error>
    do {
      result = .success(try await PassedDeadline.$current.withValue(deadline) { try await operation() })
    } catch {
      result = .failure(error)
    }
    if deadline.isHit { try await expire(id, limit) }
    return try result.get()
  }

  private func expire(_ id: StepID, _ limit: Duration) async throws -> Never {
    try await active.append(.stepEnded(id, .faulted(Fault(.timeout, detail: "not finished after \(limit)"))))
    throw TimeoutError(limit: limit)
  }

  /// The outcome that the journal held for a step when the run was loaded.
  ///
  /// With `record`, for what depends on which of several things happened first: a replay must not let another one win.
  package func recordedOutcome(of id: StepID) -> StepOutcome? { active.recordedOutcome(of: id) }

  /// Journals an outcome that no `step` produced; returns when it is durable.
  package func record(_ outcome: StepOutcome, of id: StepID) async throws {
    try await active.append(.stepEnded(id, outcome))
  }
}

/// A time limit that was up before the replay that meets it.
final class PassedDeadline: Sendable {
  @TaskLocal static var current: PassedDeadline?

  let time: Timestamp
  private let hit = Atomic(false)

  init(_ time: Timestamp) { self.time = time }

  var isHit: Bool { hit.load(ordering: .acquiring) }

  /// Something new was about to be done within the limit, or a wait ended: is it too late?
  static func check(_ end: Timestamp? = nil) throws {
    guard let current else { return }
    if let end, end <= current.time { return }
    current.hit.store(true, ordering: .releasing)
    throw CancellationError()
  }
}
