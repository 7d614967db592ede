import JSON
import Juggler
import JugglerTesting
import Testing

struct ControlTests {
  let store = InMemoryStore()
  let effects = Log<String>()

  /// Steps of ten seconds, side by side and one after the other.
  func branches(_ time: VirtualTime) -> ClosureWorkflow {
    ClosureWorkflow { _, context in
      try await withThrowingDiscardingTaskGroup { group in
        for branch in 0..<3 {
          group.addTask {
            for number in 0..<3 {
              _ = try await context.step(StepID(task: "/\(branch)/\(number)")) {
                try await time.clock.sleep(for: .seconds(10 + branch))
                effects.append("\(branch)/\(number)")
                return .null
              }
            }
          }
        }
      }
      return "done"
    }
  }

  @Test func cancelsARunWithItsEffects() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(branches(time), input: .null)
        try await time.clock.sleep(for: .seconds(15))
        try await handle.cancel()
        #expect(try await handle.outcome() == .cancelled)
        #expect(time.clock.now.offset == .seconds(15))
        #expect(store.run(handle.id)?.status == .cancelled)
        try await handle.cancel()
      }
    }
    #expect(effects.count == 3)
  }

  @Test func suspendLetsStepsInFlightEndAndBeginsNoOther() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(branches(time), input: .null)
        try await time.clock.sleep(for: .seconds(5))
        try await handle.suspend()
        try await time.clock.sleep(for: .seconds(100))
        #expect(store.run(handle.id)?.status == .suspended)
        #expect(Set(effects.values) == ["0/0", "1/0", "2/0"])
        #expect(store.journal(of: handle.id).stepNames.count == 3)
        await #expect(throws: RunCommandError(.status(.suspended), handle.id)) { try await engine.retry(handle.id) }

        try await handle.resume()
        #expect(try await handle.output() == "done")
        await #expect(throws: RunCommandError(.status(.completed), handle.id)) { try await handle.resume() }
      }
    }
    #expect(effects.count == 9)
    #expect(Set(effects.values).count == 9)
  }

  /// At every moment of the run, and resumed as soon as possible, or later.
  @Test(arguments: [0, 5, 10, 11, 12, 15, 20, 21, 22, 23, 29, 30, 35], [0, 1, 6, 50])
  func suspendAndResumeLoseNothing(_ second: Int, _ pause: Int) async throws {
    try await VirtualTime.run(seed: UInt64(second * 100 + pause)) { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(branches(time), input: .null)
        try await time.clock.sleep(for: .seconds(second))
        try await handle.suspend()
        try await time.clock.sleep(for: .seconds(pause))
        try await handle.resume()
        #expect(try await handle.output() == "done")
      }
    }
    #expect(effects.count == 9)
    #expect(Set(effects.values).count == 9)
  }

  @Test func cancelsASuspendedRun() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(branches(time), input: .null)
        try await handle.suspend()
        try await time.clock.sleep(for: .seconds(20))
        try await handle.cancel()
        #expect(try await handle.outcome() == .cancelled)
      }
    }
  }

  @Test func retriesFromTheStepThatFailed() async throws {
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { _, context in
        _ = try await context.step(StepID(task: "/a")) {
          effects.append("a")
          return .null
        }
        let handled = try? await context.step(StepID(task: "/handled")) {
          effects.append("handled")
          throw Fault(.runtime, detail: "of no importance")
        }
        #expect(handled == nil)
        return try await context.step(StepID(task: "/b")) {
          effects.append("b")
          if effects.values.count(where: { $0 == "b" }) < 3 { throw Fault(.communication, detail: "down") }
          return "paid"
        }
      }
      try await serving(store, time) { [self] engine in
        let handle = try await engine.start(workflow, input: .null)
        for _ in 0..<2 {
          await #expect(throws: Fault(.communication, detail: "down")) { try await handle.output() }
          #expect(store.run(handle.id)?.error?.detail == "down")
          try await engine.retry(handle.id)
        }
        #expect(try await handle.output() == "paid")
        await #expect(throws: RunCommandError(.status(.completed), handle.id)) { try await engine.retry(handle.id) }
      }
    }
    #expect(effects.values == ["a", "handled", "b", "b", "b"])
  }

  @Test func aForkStartsChildrenOfItsOwn() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { engine in
        let child = ClosureWorkflow(digest: "child") { _, context in
          try await context.sleep(StepID(task: "/nap"), for: .seconds(60))
          return 1
        }
        let parent = ClosureWorkflow { _, context in
          async let help = context.child(StepID(task: "/help"), child, input: .null)
          try await context.sleep(StepID(task: "/start"), for: .seconds(1))
          let step = try await context.step(StepID(task: "/step")) { "stepped" }
          return [step, try await help]
        }
        let original = try await engine.start(parent, input: .null)
        try await time.clock.sleep(for: .seconds(2))
        let fork = try await engine.fork(original.id, before: "/step")
        try await time.clock.sleep(for: .seconds(2))
        try await fork.cancel()
        #expect(try await fork.outcome() == .cancelled)
        #expect(try await original.output() == ["stepped", 1])
      }
    }
  }

  @Test func forksBeforeAStepWithAnotherInput() async throws {
    try await VirtualTime.run { [self] time in
      let workflow = ClosureWorkflow { input, context in
        var outputs: [JSONValue] = []
        for name in ["a", "b", "c"] {
          outputs.append(
            try await context.step(StepID(task: "/\(name)")) {
              effects.append(name)
              return [.string(name), input]
            })
        }
        return .array(outputs)
      }
      try await serving(store, time) { engine in
        let first = try await engine.start(workflow, input: 1)
        #expect(try await first.output() == [["a", 1], ["b", 1], ["c", 1]])
        let fork = try await engine.fork(first.id, before: "/b", input: 2)
        #expect(try await fork.output() == [["a", 1], ["b", 2], ["c", 2]])
        #expect(store.run(fork.id)?.forkedFrom == first.id)
        let anew = try await engine.fork(first.id)
        #expect(try await anew.output() == [["a", 1], ["b", 1], ["c", 1]])
        await #expect(throws: RunCommandError(.unknownStep("/x"), first.id)) {
          try await engine.fork(first.id, before: "/x")
        }
      }
    }
    #expect(effects.values == ["a", "b", "c", "b", "c", "a", "b", "c"])
  }

  @Test func knowsNothingOfOtherRuns() async throws {
    try await VirtualTime.run { [self] time in
      try await serving(store, time) { engine in
        let id = RunID()
        let expected = RunCommandError(.unknownRun, id)
        await #expect(throws: expected) { try await engine.cancel(id) }
        await #expect(throws: expected) { try await engine.suspend(id) }
        await #expect(throws: expected) { try await engine.resume(id) }
        await #expect(throws: expected) { try await engine.retry(id) }
        await #expect(throws: expected) { try await engine.fork(id) }
        await #expect(throws: expected) { try await engine.signal(id, "x") }
        await #expect(throws: expected) { try await engine.handle(of: id).outcome() }
      }
    }
  }
}
