import HTTPTypes
import Testing

@testable import JugglerServer

struct BrowserGuardTests {
  func admits(
    _ fields: HTTPFields = [:], host: String? = "localhost:8080", method: HTTPRequest.Method = .post,
    _ configure: (inout SecurityConfiguration) -> Void = { _ in }
  ) -> Bool {
    var configuration = SecurityConfiguration()
    configure(&configuration)
    let request = HTTPRequest(method: method, scheme: "http", authority: host, path: "/call/a/b", headerFields: fields)
    return (try? BrowserGuard(configuration).check(request)) != nil
  }

  func admits(origin: String, host: String = "localhost:8080") -> Bool { admits([.origin: origin], host: host) }

  @Test(arguments: ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]", "LOCALHOST:1", "127.0.0.2"])
  func programsOfTheMachineAreAdmitted(_ host: String) { #expect(admits(host: host)) }

  @Test func clientsOfOldWithoutHostAreAdmitted() { #expect(admits(host: nil)) }

  @Test(arguments: [
    "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "169.254.169.254",
    "0.0.0.0",
    "evil.example#localhost", "localhost@evil.example", "", "[::1]evil.example:80", "127.0.0.1.", "2130706433",
  ])
  func namesThatWereMadeToResolveHereAreNot(_ host: String) { #expect(!admits(host: host)) }

  @Test func namesMayBeAllowed() {
    #expect(admits(host: "juggler.internal:8080") { $0.allowedHosts = ["Juggler.internal"] })
    #expect(!admits(host: "other.internal:8080") { $0.allowedHosts = ["juggler.internal"] })
  }

  @Test func pagesOfTheServerItselfAreAdmitted() {
    #expect(admits(origin: "http://localhost:8080"))
    #expect(admits(origin: "http://127.0.0.1:8080", host: "127.0.0.1:8080"))
  }

  @Test(arguments: [
    "https://evil.example", "null", "http://localhost:3000", "http://localhost", "file://", "http://127.0.0.1:8080",
    "http://localhost:8080.evil.example", "",
  ])
  func pagesOfOthersAreNot(_ origin: String) { #expect(!admits(origin: origin)) }

  @Test func originsMayBeAllowed() {
    #expect(admits([.origin: "https://app.example"]) { $0.allowedOrigins = ["https://app.example"] })
    #expect(!admits([.origin: "https://app.example.evil"]) { $0.allowedOrigins = ["https://app.example"] })
  }

  @Test func whatABrowserFetchesForAnotherSiteIsRefused() {
    for site in ["cross-site", "same-site"] {
      #expect(!admits([.secFetchSite: site, .secFetchMode: "no-cors"], method: .get))
      #expect(!admits([.secFetchSite: site, .secFetchMode: "navigate"], method: .post))
      // A link leads here.
      #expect(admits([.secFetchSite: site, .secFetchMode: "navigate"], method: .get))
    }
    #expect(admits([.secFetchSite: "same-origin"]))
    #expect(admits([.secFetchSite: "none"], method: .get))
  }

  @Test func aNetworkMayCallTheServerAsItLikes() {
    #expect(admits(host: "juggler.internal") { $0.allowsAnonymousRemoteAccess = true })
    #expect(
      !admits([.origin: "https://evil.example"], host: "juggler.internal") { $0.allowsAnonymousRemoteAccess = true })
  }
}
