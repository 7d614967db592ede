import AsyncPatterns
import JugglerTesting
import Testing

@Suite struct PipelineTests {
  private let clock = ManualClock()

  @Test func elementsFlowThroughTheStagesInOrder() async throws {
    let results = Log<String>()
    try await Pipeline.run { pipeline in
      pipeline.source(1...20)
        .filter { $0.isMultiple(of: 2) }
        .map(parallelism: 4) { $0 * 10 }
        .flatMap { [$0, $0 + 1] }
        .batch(of: 8)
        .forEach { results.append("\($0)") }
    }
    #expect(
      results.values == [
        "[20, 21, 40, 41, 60, 61, 80, 81]", "[100, 101, 120, 121, 140, 141, 160, 161]", "[180, 181, 200, 201]",
      ])
  }

  @Test func stagesWorkAtTheSameTime() async throws {
    let task = Task {
      try await Pipeline.run { pipeline in
        pipeline.source(1...2)
          .map { number in
            try await clock.sleep(for: .seconds(1))
            return number
          }
          .forEach { _ in try await clock.sleep(for: .seconds(1)) }
      }
    }
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(1))
    // The second element is in the first stage while the first is in the second.
    await clock.waitForSleepers(2)
    clock.advance(by: .seconds(1))
    await clock.waitForSleepers(1)
    clock.advance(by: .seconds(1))
    try await task.value
    #expect(clock.now.offset == .seconds(3))
  }

  @Test func aSlowStageHoldsUpTheSource() async throws {
    let produced = Log<Int>()
    let task = Task {
      try await Pipeline.run { pipeline in
        pipeline.source(of: Int.self, buffer: 2) { send in
          for number in 0..<100 {
            try await send(number)
            produced.append(number)
          }
        }
        .forEach { _ in try await clock.sleep(for: .seconds(1)) }
      }
    }
    await clock.waitForSleepers()
    // One in the last stage, one taken out for it, two in the buffer.
    await eventually { produced.count == 4 }
    for _ in 0..<200 { await Task.yield() }
    #expect(produced.count == 4)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func everyBranchOfABroadcastGetsEverything() async throws {
    let (left, right) = (Log<Int>(), Log<Int>())
    try await Pipeline.run { pipeline in
      let branches = pipeline.source(0..<50).broadcast(to: 2)
      branches[0].forEach { left.append($0) }
      branches[1].map(ordered: true) { -$0 }.forEach { right.append($0) }
    }
    #expect(left.values == Array(0..<50))
    #expect(right.values == (0..<50).map { -$0 })
  }

  @Test func joinPairsAndEndsWithTheShorter() async throws {
    let pairs = Log<String>()
    try await Pipeline.run { pipeline in
      pipeline.source(["a", "b", "c"]).join(pipeline.source(1...1000))
        .forEach { pairs.append("\($0.0)\($0.1)") }
    }
    #expect(pairs.values == ["a1", "b2", "c3"])
  }

  @Test func mergeBringsTogether() async throws {
    let all = Log<Int>()
    try await Pipeline.run { pipeline in
      pipeline.source(0..<10).merge(pipeline.source(10..<20), pipeline.source(20..<30)).forEach { all.append($0) }
    }
    #expect(all.values.sorted() == Array(0..<30))
  }

  @Test func aBatchIsSentWhenItsFirstElementHasWaitedLongEnough() async throws {
    let channel = Channel<Int>(capacity: 10)
    let batches = Log<[Int]>()
    let task = Task {
      try await Pipeline.run { pipeline in
        pipeline.source(channel).batch(of: 3, within: .seconds(1), clock: clock).forEach { batches.append($0) }
      }
    }
    for number in 1...4 { try await channel.send(number) }
    await eventually { batches.count == 1 && clock.sleeperCount == 1 }
    clock.advance(by: .seconds(1))
    await eventually { batches.count == 2 }
    channel.finish()
    try await task.value
    #expect(batches.values == [[1, 2, 3], [4]])
  }

  @Test func anErrorInAnyStageEndsAllAndNothingLooksComplete() async {
    let stored = Log<[Int]>()
    await #expect(throws: SomeError(number: 7)) {
      try await Pipeline.run { pipeline in
        pipeline.source(0..<100)
          .map { number in
            if number == 7 { throw SomeError(number: 7) }
            return number
          }
          .batch(of: 1000)
          .forEach { stored.append($0) }
      }
    }
    #expect(stored.values.isEmpty)
  }

  @Test func aFlowWithoutUseIsAnError() async {
    await #expect(throws: UnusedFlowError(count: 1)) {
      try await Pipeline.run { pipeline in _ = pipeline.source(0..<10) }
    }
    await #expect(throws: UnusedFlowError(count: -1)) {
      try await Pipeline.run { pipeline in
        let flow = pipeline.source(0..<10)
        flow.drain()
        flow.drain()
      }
    }
  }
}
