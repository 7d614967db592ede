import Synchronization
import Testing

@testable import JugglerServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct KeySetCacheTests {
  /// An issuer that answers what the test says, and counts.
  final class Endpoint: Sendable {
    struct Down: Error {}

    let answer = Mutex<[UInt8]?>(nil)
    let count = Mutex(0)

    var fetches: Int { count.withLock { $0 } }

    func publish(_ issuers: TokenIssuer...) {
      let set =
        issuers.isEmpty
        ? nil : issuers.count == 1 ? TokenIssuer.set(issuers[0]) : TokenIssuer.set(issuers[0], issuers[1])
      answer.withLock { $0 = set }
    }

    @Sendable func fetch() throws -> [UInt8] {
      count.withLock { $0 += 1 }
      guard let answer = answer.withLock({ $0 }) else { throw Down() }
      return answer
    }
  }

  let clock = SecurityClock()
  let endpoint = Endpoint()

  func makeCache() -> KeySetCache {
    KeySetCache(time: clock.time) { [endpoint] in try endpoint.fetch() }
  }

  func knows(_ cache: KeySetCache, _ id: String?, mayFetch: Bool = true) async -> Bool {
    await !cache.verifiers(for: id, "ES256", mayFetch: mayFetch).all.isEmpty
  }

  @Test func fetchesOnceForManyTokens() async throws {
    endpoint.publish(try await TokenIssuer("a"))
    let cache = makeCache()
    #expect(endpoint.fetches == 0)
    await withTaskGroup { group in
      for _ in 1...50 { group.addTask { #expect(await knows(cache, "a")) } }
    }
    #expect(endpoint.fetches == 1)
  }

  @Test func fetchesANewKeyWhenATokenNamesIt() async throws {
    let (a, b) = (try await TokenIssuer("a"), try await TokenIssuer("b"))
    endpoint.publish(a)
    let cache = makeCache()
    #expect(await knows(cache, "a"))
    endpoint.publish(a, b)
    // Not at once again, and not for those who fail too often.
    #expect(await !knows(cache, "b"))
    clock.advance(by: .seconds(10))
    #expect(await !knows(cache, "b", mayFetch: false))
    #expect(await knows(cache, "b"))
    #expect(endpoint.fetches == 2)
  }

  @Test func unknownKeysMakeItAskOnlySoOften() async throws {
    endpoint.publish(try await TokenIssuer("a"))
    let cache = makeCache()
    #expect(await knows(cache, "a"))
    for number in 1...1000 {
      #expect(await !knows(cache, "random\(number)"))
      clock.advance(by: .milliseconds(100))
    }
    #expect(endpoint.fetches == 10)
  }

  @Test func aFailureOfTheIssuerLocksNobodyOut() async throws {
    endpoint.publish(try await TokenIssuer("a"))
    let cache = makeCache()
    #expect(await knows(cache, "a"))
    endpoint.publish()
    clock.advance(by: .seconds(7200))
    #expect(await knows(cache, "a"))
    #expect(endpoint.fetches == 2)
    // Nor does one that answers nonsense.
    endpoint.answer.withLock { $0 = Array("<html>".utf8) }
    clock.advance(by: .seconds(10))
    #expect(await knows(cache, "a"))
    endpoint.answer.withLock { $0 = Array(#"{"keys":[]}"#.utf8) }
    clock.advance(by: .seconds(10))
    #expect(await knows(cache, "a"))
    #expect(endpoint.fetches == 4)
  }

  @Test func triesAgainAfterAFailureAtTheStart() async throws {
    let cache = makeCache()
    #expect(await !knows(cache, "a"))
    endpoint.publish(try await TokenIssuer("a"))
    #expect(await !knows(cache, "a"))
    clock.advance(by: .seconds(10))
    #expect(await knows(cache, "a"))
  }

  @Test func aWithdrawnKeyStopsCountingWithinAnHour() async throws {
    let (a, b) = (try await TokenIssuer("a"), try await TokenIssuer("b"))
    endpoint.publish(a)
    let cache = makeCache()
    #expect(await knows(cache, "a"))
    let version = cache.version
    endpoint.publish(b)
    clock.advance(by: .seconds(3600))
    #expect(await !knows(cache, "a"))
    #expect(await knows(cache, "b"))
    #expect(cache.version != version)
  }

  @Test func keysThatWereLoadedBeforehandAreNotFetchedForATokenThatNamesThem() async throws {
    let issuer = try await TokenIssuer("a")
    endpoint.publish(issuer)
    let cache = makeCache()
    try await cache.load()
    #expect(await knows(cache, "a"))
    #expect(endpoint.fetches == 1)
  }

  @Test func loadingSaysWhatIsWrong() async throws {
    await #expect(throws: Endpoint.Down.self) { try await makeCache().load() }
    endpoint.answer.withLock { $0 = Array(#"{"keys":[]}"#.utf8) }
    await #expect { try await makeCache().load() } throws: { error in
      "\(error)" == "the JWK Set has no key that verifies signatures"
    }
  }

  @Test func aFileIsReadAndOneThatIsMissingNamed() async throws {
    let issuer = try await TokenIssuer("a")
    try await withDirectory { directory in
      let path = "\(directory)/jwks.json"
      await #expect { try await KeySetCache(.file(path), time: clock.time).load() } throws: { error in
        "\(error)" == "cannot read \(path): No such file or directory"
      }
      try Data(TokenIssuer.set(issuer)).write(to: URL(filePath: path))
      let cache = KeySetCache(.file(path), time: clock.time)
      #expect(await knows(cache, "a"))
    }
  }
}
