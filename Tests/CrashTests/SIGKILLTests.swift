import JSON
import Juggler
import JugglerSQLite
import JugglerTesting
import Testing

/// A real process drives runs and is killed with SIGKILL.
struct SIGKILLTests {
  static let kinds = "sequence,overlap,parked,parent,signalled,rounds"

  @Test func nothingIsLostOrRepeatedHoweverOftenTheProcessIsKilled() async throws {
    let seed = UInt64.random(in: 0..<10_000)
    var random = SeededGenerator(seed: seed)
    /// Each process finds what was left, and one more run of each kind.
    func count(_ process: Int) -> Int { 90 + 6 * process }
    let (verdict, started) = try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      func arguments(_ process: Int) -> [String] { [path, "\(count(process))", Self.kinds, "alone"] }
      return try await CrashHarness.with(executable: subject, answering: service) { harness in
        let processes = try await harness.killAtRandom(55, after: 1...48, arguments, using: &random) { number in
          // Now and then only: whoever opens the file mends it, and that is for the next process to do.
          if number % 5 == 4 { harness.note(journal: try await runs(at: path)) }
        }
        try await harness.run(arguments(processes))
        return (harness.verdict(try await runs(at: path)), count(processes))
      }
    }
    print("seed \(seed): \(verdict)")
    #expect(verdict.violations == [])
    #expect(verdict.kills >= 50)
    // Each of them, the children of a sixth, and two that each of another sixth is continued in.
    #expect(verdict.runs == started + started / 6 + started / 6 * 2)
    #expect(verdict.runs > 600)
    #expect(verdict.acknowledged > 1500)
    #expect(verdict.repeated > 0)
  }

  /// One run of each kind: the first process kills itself at its N-th write to the store, the second one finishes.
  @Test(arguments: FaultingStore.Moment.allCases)
  func nothingIsLostOrRepeatedAtWhicheverWriteTheProcessIsKilled(_ moment: FaultingStore.Moment) async throws {
    try await withTemporaryFolder { folder in
      let verdicts = try await CrashHarness.killAtEveryWrite(executable: subject, moment, answering: service) { write in
        ["\(folder)/\(write).db", "6", Self.kinds, "alone"]
      } runs: { write in
        try await runs(at: "\(folder)/\(write).db")
      }
      print("\(verdicts.count) writes \(moment), \(verdicts.count { $0.repeated > 0 }) of them repeat something")
      for (write, verdict) in verdicts.enumerated() {
        #expect(verdict.violations == [], "at write \(write + 1)")
        #expect(verdict.runs == 6 + 1 + 2)
      }
      #expect(verdicts.count > 30)
      #expect(verdicts.count { $0.kills == 1 } == verdicts.count - 1)
    }
  }

  /// Two processes on one store: they share the runs, and one goes on with those of the other when it is killed.
  @Test func aProcessTakesOverWhatAnotherWasKilledAt() async throws {
    // On a busy machine the one to be killed may find all work done by the other: then once more, on another store.
    for _ in 1...10 {
      guard let verdict = try await withTemporaryFolder({ try await verdictOnTwoProcesses(at: $0 + "/runs.db") }) else {
        continue
      }
      print("two processes: \(verdict)")
      #expect(verdict.violations == [])
      #expect(verdict.runs == 120 + 20 + 40)
      return
    }
    Issue.record("ten times the process was done before it could be killed")
  }

  /// - Returns: `nil` when the first process ended before it was killed.
  private func verdictOnTwoProcesses(at path: String) async throws -> CrashVerdict? {
    try await CrashHarness.with(executable: subject, answering: service) { harness in
      let arguments = [path, "120", Self.kinds, "shared"]
      async let killed = harness.run(arguments, .killedAfter(acknowledgements: 60, then: .milliseconds(1)))
      async let other = harness.run(arguments)
      let endings = try await (killed, other)
      #expect(endings.1 == .exited)
      return endings.0 == .killed ? harness.verdict(try await runs(at: path)) : nil
    }
  }

  // MARK: What the verdict is worth

  @Test func findsAStoreThatLosesWhatItAcknowledged() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let verdict = try await CrashHarness.with(executable: subject, answering: service) { harness in
        try await harness.run([path, "1", "sequence", "losing"])
        return harness.verdict(try await runs(at: path))
      }
      #expect(verdict.violations.contains { $0.contains("was acknowledged, and is not in the journal") })
    }
  }

  @Test func findsAnEffectThatIsRepeatedAfterItWasAcknowledged() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/runs.db"
      let verdict = try await CrashHarness.with(executable: subject) { harness in
        let arguments = [path, "3", "careless", "alone"]
        let ending = try await harness.run(arguments, .killedAfter(acknowledgements: 3, then: .zero))
        #expect(ending == .killed)
        try await harness.run(arguments)
        return harness.verdict(try await runs(at: path))
      }
      #expect(verdict.violations.contains { $0.contains("was acknowledged to process 1, and performed again") })
    }
  }
}
