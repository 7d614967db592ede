import AsyncPatterns
import JugglerTesting

// The code of the pages in docs/patterns, compiled. DocumentationTests checks that the pages show exactly this.
// What the snippets call stands in Surroundings.swift.

func retrySnippet() async throws -> Page {
  // snippet: retry
  let policy = RetryPolicy(
    maxAttempts: 5,
    backoff: .exponential(initial: .milliseconds(200), max: .seconds(10)),
    jitter: .full,
    elapsedLimit: .seconds(30),
    attemptTimeout: .seconds(5),
    budget: sharedBudget,
    serverDelay: { ($0 as? HTTPError)?.retryAfter },
    shouldRetry: { ($0 as? HTTPError)?.isTemporary ?? true })

  let page = try await retry(policy, clock: .timers) { attempt in
    try await fetch("/orders", attempt: attempt)
  }
  // end
  return page
}

func timeoutSnippet() async throws -> Page {
  // snippet: timeout
  do {
    return try await withTimeout(.seconds(2), clock: .timers) {
      try await fetch("/orders")
    }
  } catch let error as TimeoutError {
    print("no answer within \(error.limit)")
    throw error
  }
  // end
}

func deadlineSnippet() async throws {
  // snippet: deadline
  try await withDeadline(in: .seconds(2), clock: .timers) {
    async let orders = fetch("/orders")
    async let prices = fetch("/prices")
    // Every task of the tree sees the same deadline, and can pass on what is left of it.
    let left = Deadline.current?.remaining ?? .zero
    try await submit([orders, prices], timeout: left)
  }
  // end
}

func circuitBreakerSnippet() async throws {
  // snippet: circuit-breaker
  let breaker = CircuitBreaker(
    CircuitBreakerConfiguration(
      failureRatio: 0.5,
      slowCallRatio: 0.8,
      slowCallDuration: .seconds(2),
      minimumThroughput: 20,
      window: .time(.seconds(30)),
      openDuration: .exponential(initial: .seconds(5), max: .seconds(60)),
      probes: 3),
    clock: .timers
  ) { event in print(event.message) }

  let stock = try await breaker.run { try await fetch("/stock") }
  // end
  _ = stock
}

func bulkheadSnippet() async throws {
  // snippet: bulkhead
  let reports = Bulkhead(maxConcurrent: 4, maxQueued: 20, maxWait: .seconds(1), clock: .timers)

  let report = try await reports.run(priority: .low) {
    try await fetch("/report")
  }
  // end
  _ = report
}

func semaphoreSnippet() async throws {
  // snippet: semaphore
  let connections = AsyncSemaphore(permits: 10)
  try await connections.withPermit {
    try await save(fetch("/orders"))
  }
  // end
}

func adaptiveLimitSnippet() async throws {
  // snippet: adaptive-limit
  let limiter = AdaptiveLimiter(
    .gradient(), initial: 20, range: 5...200, maxQueued: 50, clock: .timers,
    observe: { event in print(event.message) })

  let result = try await limiter.run { try await fetch("/search") }
  // end
  _ = result
}

func loadSheddingSnippet() async throws {
  // snippet: load-shedding
  let shedder = LoadShedder(capacity: 200, externalLoad: { cpuLoad() })

  let order = try await shedder.run(priority: .high) { try await fetch("/order") }
  let hints = try await shedder.run(priority: .low) { try await fetch("/recommendations") }
  // end
  _ = (order, hints)
}

func rateLimiterSnippet() async throws {
  // snippet: rate-limiter
  // 100 a second, 20 at once; who comes too early waits, but not longer than a second.
  let limiter = RateLimiter(
    .tokenBucket(100, per: .seconds(1), burst: 20), clock: .timers, maxWait: .seconds(1))
  let page = try await limiter.run { try await fetch("/orders") }

  // One limiter for each tenant, forgotten when it is as good as new and there are too many.
  let tenants = Registry<String, RateLimiter<TimerClock<ContinuousClock>>>(
    maxCount: 10_000, canForget: { $0.isIdle }
  ) { _ in RateLimiter(.slidingWindow(1000, per: .seconds(3600)), clock: .timers, maxWait: .zero) }
  try await tenants["acme"].acquire()
  // end
  _ = page
}

func hedgingSnippet() async throws {
  // snippet: hedging
  let latencies = LatencyTracker()
  let policy = HedgingPolicy(
    delay: .percentile(0.95, of: latencies, initially: .milliseconds(200)), maxAttempts: 2)

  let page = try await hedge(policy, clock: .timers) { _ in try await fetch("/product/7") }
  // end
  _ = page
}

func fallbackSnippet() async throws {
  // snippet: fallback
  let page = try await withFallback(handles: { $0 is HTTPError }) {
    try await fetch("/recommendations")
  } fallback: { _ in
    Page.empty
  }
  // end
  _ = page
}

func singleFlightSnippet() async throws {
  // snippet: single-flight
  let flights = SingleFlight<String, Page>()
  // However many ask for it at the same time, it is fetched once.
  let page = try await flights.run("/product/7") { try await fetch("/product/7") }
  // end
  _ = page
}

func memoizeSnippet() async throws {
  // snippet: memoize
  let products = Memoize<String, Page, _>(
    ttl: .seconds(60), staleFor: .seconds(600), maxCount: 10_000, clock: ContinuousClock()
  ) { path in try await fetch(path) }

  try await withThrowingTaskGroup(of: Void.self) { group in
    // While this runs, no caller waits for a value to be fetched anew.
    group.addTask { await products.refreshStaleValues() }
    let page = try await products["/product/7"]
    try await save(page)
    group.cancelAll()
  }
  // end
}

func batchingSnippet() async throws {
  // snippet: batching
  let users = Batcher(maxSize: 100, maxDelay: .milliseconds(5), clock: .timers) { ids in
    try await loadUsers(ids)  // as many results as ids, in their order
  }
  try await users.whileRunning {
    // A hundred single calls, one or two queries.
    let names = try await (1...100).concurrentMap { id in try await users(id) }
    print(names.count)
  }
  // end
}
