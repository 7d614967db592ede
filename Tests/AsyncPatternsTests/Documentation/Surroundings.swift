import AsyncPatterns

// What the snippets of the documentation call.

struct Page: Sendable {
  static let empty = Page()
}

struct HTTPError: Error {
  var status: Int
  var retryAfter: Duration?
  var isTemporary: Bool { status >= 500 || status == 429 }
}

struct EventLoopLike: Sendable {
  func execute(_ work: @escaping @Sendable () -> Void) { work() }
}

let sharedBudget = RetryBudget()
let sharedLimiter = RateLimiter(.tokenBucket(1000, per: .seconds(1)), clock: .timers)
let sharedBreaker = CircuitBreaker(CircuitBreakerConfiguration(), clock: .timers)
let paths = ["/a", "/b", "/c"]
let eventLoop = EventLoopLike()
let isTestEnvironment = true

var events: AsyncStream<Int> { AsyncStream { $0.finish() } }

func fetch(_ path: String, attempt: Int = 1) async throws -> Page { Page() }
func submit(_ pages: [Page], timeout: Duration) async throws {}
func save(_ page: Page) async throws {}
func enrich(_ event: Int) async throws -> Page { Page() }
func loadUsers(_ ids: [Int]) async throws -> [String] { ids.map(String.init) }
func legacyFetch(_ path: String, _ completion: @Sendable (Page?, (any Error)?) -> Void) { completion(Page(), nil) }
func index(_ page: Page) -> String { "" }
func store(_ entries: [String]) async throws {}
func render() {}
func cpuLoad() -> Double { 0 }
