internal import Juggler

extension CrashHarness {
  /// Starts the process, kills it at some moment, and again, until it was killed so many times; a kill in eight falls into
  /// its first moments.
  ///
  /// - Parameters:
  ///   - progress: a process is killed after so many effects that were acknowledged to it, and a little later.
  ///   - arguments: of the process of this number, from 0: each had better have some more work to do, for on a busy machine
  ///     one may be done before it is killed. Such a one does not count.
  ///   - eachTime: called after each kill, while no process runs.
  /// - Returns: how many processes that took; at most four times as many as kills were asked for.
  public func killAtRandom(
    _ times: Int, after progress: ClosedRange<Int>, _ arguments: (Int) -> [String],
    using random: inout some RandomNumberGenerator, eachTime: (Int) async throws -> Void = { _ in }
  ) async throws -> Int {
    var (kills, number) = (0, 0)
    while kills < times, number < times * 4 {
      let fate: Fate =
        number % 8 == 7
        ? .killedIn(.microseconds(Int.random(in: 0...100_000, using: &random)))
        : .killedAfter(
          acknowledgements: Int.random(in: progress, using: &random),
          then: .microseconds(Int.random(in: 0...3000, using: &random)))
      let ending = try await run(arguments(number), fate)
      number += 1
      guard ending == .killed else { continue }
      try await eachTime(kills)
      kills += 1
    }
    return number
  }

  /// Lets a process kill itself at its first write to the store, lets another one finish, and judges; then at the second
  /// write, and so on, until a process comes to its end.
  ///
  /// - Parameters:
  ///   - arguments: for the work of this number, which has a store of its own.
  ///   - runs: what is in that store, while no process runs.
  /// - Returns: a verdict for each write.
  public static func killAtEveryWrite(
    executable: String, _ moment: FaultingStore.Moment, limit: Int = 1000,
    answering answer: @escaping Answer = answerByName,
    _ arguments: (Int) -> [String], runs: (Int) async throws -> [CrashVerdict.Run]
  ) async throws -> [CrashVerdict] {
    var verdicts: [CrashVerdict] = []
    for write in 1...limit {
      let (verdict, isLast) = try await with(executable: executable, answering: answer) { harness in
        let ending = try await harness.run(arguments(write), .killsItself(CrashPoint(write, moment)))
        if ending == .killed {
          harness.note(journal: try await runs(write))
          try await harness.run(arguments(write))
        }
        return (harness.verdict(try await runs(write)), ending == .exited)
      }
      verdicts.append(verdict)
      if isLast { break }
    }
    return verdicts
  }
}
