import AsyncPatterns
import JugglerTesting
import Logging

func concurrencySnippet() async throws {
  // snippet: concurrency
  // At most eight at a time, results in order; the first error cancels the others.
  let pages = try await paths.concurrentMap(maxConcurrency: 8) { try await fetch($0) }

  // The first to succeed; the others are cancelled.
  let fastest = try await firstSuccess({ try await fetch("/a") }, { try await fetch("/b") })

  // How each of them ended, whatever happened to the others.
  for result in await settleAll({ try await fetch("/a") }, { try await fetch("/b") }) {
    print(result)
  }

  // A stream: bounded, in order, and the next element is asked for only when there is room.
  try await events.concurrentMap(maxConcurrency: 4) {
    try await enrich($0)
  } consume: {
    try await save($0)
  }
  // end
  _ = (pages, fastest)
}

func pipelineSnippet() async throws {
  // snippet: pipeline
  try await Pipeline.run { pipeline in
    let pages = pipeline.source(paths)
      .map(parallelism: 8) { path in try await fetch(path) }
      .broadcast(to: 2)
    pages[0]
      .map(parallelism: 2) { page in try await CPUPool.shared.run { index(page) } }
      .batch(of: 100, within: .seconds(1), clock: .timers)
      .forEach { entries in try await store(entries) }
    pages[1].forEach { page in try await save(page) }
  }
  // end
}

func promiseSnippet() async throws {
  // snippet: promise
  let (promise, future) = Promise<Page>.make()
  legacyFetch("/orders") { page, error in
    if let page { promise.succeed(page) } else { promise.fail(error ?? HTTPError(status: 500)) }
  }
  let page = try await future.value
  // end
  _ = page
}

func cpuPoolSnippet() async throws {
  // snippet: cpu-pool
  // One computation, away from the threads that answer the network.
  let entry = try await CPUPool.shared.run { index(Page.empty) }

  // Many, on all cores.
  let squares = try await CPUPool.shared.parallelMap(0..<1_000_000) { $0 &* $0 }
  let sum = try await CPUPool.shared.parallelReduce(squares, into: 0, partial: { $0 &+= $1 }, combine: { $0 &+= $1 })
  // end
  _ = (entry, sum)
}

func blockingDetectorSnippet() async throws {
  // snippet: blocking-detector
  let detector = BlockingDetector(threshold: .milliseconds(100)) { print($0) }
  detector.watch("CPU pool", executor: CPUPool.shared)
  detector.watch("event loop") { work in eventLoop.execute(work) }

  BlockingDetector.working(on: "render invoice 7") { render() }
  detector.stop()
  // end
}

func compositionSnippet() async throws {
  let (limiter, breaker, bulkhead) = (sharedLimiter, sharedBreaker, Bulkhead(maxConcurrent: 10))
  let logger = Logger(label: "orders")
  // snippet: composition
  let orders = Policy<Page> {
    Policy.fallback { _ in Page.empty }
    Policy.rateLimit(limiter)
    Policy.circuitBreaker(breaker)
    Policy.retry(RetryPolicy(maxAttempts: 3), clock: .timers, observe: logger.policyObserver("orders"))
    Policy.timeout(.seconds(1), clock: .timers)
    Policy.bulkhead(bulkhead)
  }
  let page = try await orders.run { try await fetch("/orders") }
  // end
  _ = page
}

func faultInjectionSnippet() async throws {
  // snippet: fault-injection
  let chaos = Policy<Page> {
    Policy.faults(FaultInjection(.error(HTTPError(status: 503)), rate: 0.05), clock: .timers)
    Policy.faults(FaultInjection(.latency(.seconds(3)), rate: 0.01, isEnabled: { isTestEnvironment }), clock: .timers)
  }
  let page = try await chaos.run { try await fetch("/orders") }
  // end
  _ = page
}

func clocksSnippet() async throws {
  // snippet: clocks
  let clock = ManualClock()
  let timers = TimerClock(base: clock)

  let task = Task {
    try await withTimeout(.seconds(60), clock: timers) { try await timers.sleep(for: .seconds(3600)) }
  }
  await clock.waitForSleepers()  // until somebody really sleeps
  clock.advance(by: .seconds(60))  // a minute passes, and no time at all
  do { try await task.value } catch { print(error) }  // timed out: not finished within 60.0 seconds
  // end
}
