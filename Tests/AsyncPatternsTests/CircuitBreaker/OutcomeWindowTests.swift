import Testing

@testable import AsyncPatterns

@Suite struct OutcomeWindowTests {
  private struct Call {
    var failed: Bool
    var slow: Bool
    var at: Int64
  }

  private func count(_ calls: some Sequence<Call>) -> OutcomeWindow.Counts {
    calls.reduce(into: OutcomeWindow.Counts()) {
      $0 += OutcomeWindow.Counts(total: 1, failed: $1.failed ? 1 : 0, slow: $1.slow ? 1 : 0)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func theCountWindowIsTheLastCalls(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var window = OutcomeWindow(.count(17))
    var calls: [Call] = []
    for time in 0..<500 {
      let call = Call(failed: .random(using: &random), slow: .random(using: &random), at: Int64(time))
      calls.append(call)
      window.record(failed: call.failed, slow: call.slow, at: call.at)
      #expect(window.counts == count(calls.suffix(17)))
    }
  }

  /// The reference: calls whose tenth of the window is among the last ten.
  @Test(arguments: [4, 5, 6] as [UInt64])
  func theTimeWindowIsTheLastTenTenths(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var window = OutcomeWindow(.time(.nanoseconds(1000)))
    var calls: [Call] = []
    var now: Int64 = 0
    for _ in 0..<1000 {
      now += Int64.random(in: 0...(Int.random(in: 0..<50, using: &random) == 0 ? 3000 : 60), using: &random)
      let call = Call(failed: .random(using: &random), slow: .random(using: &random), at: now)
      calls.append(call)
      window.record(failed: call.failed, slow: call.slow, at: now)
      #expect(window.counts == count(calls.filter { $0.at / 100 > now / 100 - 10 }))
    }
  }
}
