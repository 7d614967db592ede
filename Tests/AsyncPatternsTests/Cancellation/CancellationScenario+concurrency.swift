import AsyncPatterns
import JugglerTesting

extension CancellationScenario {
  static let batching = CancellationScenario("batching") {
    CancellationRun { run in
      let batcher = Batcher<Int, Int, _>(maxSize: 2, maxDelay: .seconds(1), clock: run.timers) { inputs in
        try await run.clock.sleep(for: .seconds(1))
        return inputs
      }
      try await batcher.whileRunning {
        _ = try await batcher(1)
        _ = try await (0..<3).concurrentMap { try await batcher($0) }
      }
    }
  }

  static let concurrentMap = CancellationScenario("concurrentMap") {
    CancellationRun { run in
      for limit in [nil, 2] {
        _ = try await (0..<4).concurrentMap(maxConcurrency: limit) { try await run.timers.sleep(for: .seconds($0)) }
        try await (0..<4).concurrentForEach(maxConcurrency: limit) { try await run.timers.sleep(for: .seconds($0)) }
      }
    }
  }

  static let firstSuccessAndRace = CancellationScenario("firstSuccess and race") {
    CancellationRun { run in
      try await firstSuccess({ throw SomeError() }, { try await run.timers.sleep(for: .seconds(1)) })
      try await race(
        { try await run.timers.sleep(for: .seconds(2)) }, { try await run.timers.sleep(for: .seconds(1)) })
    }
  }

  static let settling = CancellationScenario("settleAll") {
    CancellationRun { run in
      for limit in [nil, 1] {
        _ = await (0..<3).concurrentSettle(maxConcurrency: limit) { number in
          try await run.timers.sleep(for: .seconds(number))
          if number == 1 { throw SomeError() }
        }
        try Task.checkCancellation()
      }
    }
  }

  static let stream = CancellationScenario("concurrentMap of a stream") {
    CancellationRun { run in
      let channel = Channel<Int>(capacity: 10)
      for number in 0..<4 { try await channel.send(number) }
      channel.finish()
      try await channel.concurrentMap(maxConcurrency: 2) { number in
        try await run.timers.sleep(for: .seconds(4 - number))
        return number
      } consume: { _ in
        try await run.clock.sleep(for: .seconds(1))
      }
    }
  }

  static let channelSender = CancellationScenario("channel, the sender") {
    let channel = Channel<Int>(capacity: 1)
    return CancellationRun(
      companion: { run in
        while try await channel.receive() != nil { try await run.clock.sleep(for: .seconds(1)) }
      }, check: { channel.count == 0 ? [] : ["an element"] }
    ) { _ in
      defer { channel.finish() }
      for number in 0..<5 { try await channel.send(number) }
    }
  }

  static let channelReceiver = CancellationScenario("channel, the receiver") {
    let channel = Channel<Int>(capacity: 1)
    return CancellationRun(
      companion: { run in
        for number in 0..<5 {
          try await run.clock.sleep(for: .seconds(1))
          do { try await channel.send(number) } catch is ChannelClosedError { return }
        }
        channel.finish()
      }
    ) { run in
      defer { channel.fail(SomeError()) }
      while true {
        do {
          if try await channel.receive(timeout: .milliseconds(700), clock: run.timers) == nil { return }
        } catch is TimeoutError {}
      }
    }
  }

  static let pipeline = CancellationScenario("pipeline") {
    CancellationRun { run in
      try await Pipeline.run { pipeline in
        let flows = pipeline.source(0..<4, buffer: 1)
          .map(parallelism: 2, buffer: 1) { number in
            try await run.timers.sleep(for: .seconds(1))
            return number
          }
          .broadcast(to: 2, buffer: 1)
        flows[0].batch(of: 3, within: .seconds(2), clock: run.timers, buffer: 1).drain()
        flows[1].forEach { _ in try await run.clock.sleep(for: .seconds(1)) }
      }
    }
  }

  static let promise = CancellationScenario("promise") {
    let (promise, future) = Promise<Void>.make()
    return CancellationRun(
      companion: { run in
        try await run.clock.sleep(for: .seconds(1))
        promise.succeed()
      }
    ) { _ in try await future.value }
  }

  static let faults = CancellationScenario("fault injection") {
    CancellationRun { run in
      let injection = FaultInjection<Void>(.latency(.seconds(1)), rate: 1)
      try await injection.run(clock: run.timers) { try await run.clock.sleep(for: .seconds(1)) }
    }
  }

  static let composition = CancellationScenario("five policies") {
    let bulkhead = Bulkhead(maxConcurrent: 1)
    return CancellationRun(check: { bulkhead.semaphore.available == 1 ? [] : ["a permit"] }) { run in
      let policy = Policy<Void> {
        Policy.rateLimit(RateLimiter(.tokenBucket(1, per: .seconds(1)), clock: run.timers))
        Policy.circuitBreaker(CircuitBreaker(CircuitBreakerConfiguration(), clock: run.timers))
        Policy.retry(RetryPolicy(maxAttempts: 3, backoff: .constant(.seconds(1)), jitter: .none), clock: run.timers)
        Policy.timeout(.seconds(2), clock: run.timers)
        Policy.bulkhead(bulkhead)
      }
      for seconds in [1, 3] { try await policy.run { try await run.clock.sleep(for: .seconds(seconds)) } }
    }
  }
}
